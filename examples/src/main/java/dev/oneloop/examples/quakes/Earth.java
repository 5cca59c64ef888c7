package dev.oneloop.examples.quakes;

/** Distances on a sphere of the Earth's mean radius. */
final class Earth {
  private static final double RADIUS_KILOMETRES = 6371.0088;

  private Earth() {}

  /** The great-circle distance in kilometres by the haversine formula. */
  static double kilometres(
      double latitude1, double longitude1, double latitude2, double longitude2) {
    double lat1 = Math.toRadians(latitude1);
    double lat2 = Math.toRadians(latitude2);
    double sinLat = Math.sin((lat2 - lat1) / 2);
    double sinLon = Math.sin(Math.toRadians(longitude2 - longitude1) / 2);
    double h = sinLat * sinLat + Math.cos(lat1) * Math.cos(lat2) * sinLon * sinLon;
    return 2 * RADIUS_KILOMETRES * Math.asin(Math.sqrt(Math.min(1, h)));
  }

  /** The place as a unit vector: straight-line distances between such rank as great circles do. */
  static double[] unitVector(double latitude, double longitude) {
    double lat = Math.toRadians(latitude);
    double lon = Math.toRadians(longitude);
    return new double[] {
      Math.cos(lat) * Math.cos(lon), Math.cos(lat) * Math.sin(lon), Math.sin(lat)
    };
  }
}
