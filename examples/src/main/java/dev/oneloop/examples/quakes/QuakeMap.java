package dev.oneloop.examples.quakes;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.swing.JPanel;
import org.jspecify.annotations.Nullable;

/** The world, and on it what has happened so far. Lives on the event thread, as the loop does. */
final class QuakeMap extends JPanel implements Display {
  private static final long serialVersionUID = 1L;
  private static final Color SEA = new Color(0x10, 0x18, 0x24);
  private static final Color COAST = new Color(0x4a, 0x5c, 0x74);
  private static final Color TEXT = new Color(0xd8, 0xe0, 0xea);
  private static final double FRESH_HOURS = 12;
  private static final int LINE = 22;

  private final transient Path2D world;
  private final transient List<Quake> quakes;
  private transient @Nullable Board board;
  private Instant now = Instant.MIN;

  QuakeMap(Path2D world, List<Quake> quakes) {
    this.world = world;
    this.quakes = quakes;
    setPreferredSize(new Dimension(1080, 540));
    setBackground(SEA);
  }

  @Override
  public void dayEnded(DayStatistics day, double hourlyRate) {}

  @Override
  public void refresh(Board news, Instant moment) {
    board = news;
    now = moment;
    repaint();
  }

  @Override
  protected void paintComponent(Graphics graphics) {
    super.paintComponent(graphics);
    Graphics2D g = (Graphics2D) graphics.create();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    double scale = Math.min(getWidth() / 360.0, getHeight() / 180.0);
    AffineTransform projection = AffineTransform.getScaleInstance(scale, scale);
    projection.translate(180, 90);
    g.setColor(COAST);
    g.setStroke(new BasicStroke(0.8f));
    g.draw(projection.createTransformedShape(world));
    for (Quake quake : quakes) {
      if (quake.time().isAfter(now)) {
        break;
      }
      paintQuake(g, quake, scale);
    }
    if (board != null) {
      paintNews(g, board);
    }
    g.dispose();
  }

  /** Glows when it is fresh, and stays as a shadow. */
  private void paintQuake(Graphics2D g, Quake quake, double scale) {
    double hours = Duration.between(quake.time(), now).toMinutes() / 60.0;
    double fresh = Math.max(0, 1 - hours / FRESH_HOURS);
    double magnitude = Double.isNaN(quake.magnitude()) ? 1 : Math.max(1, quake.magnitude());
    double radius = 1 + Math.pow(1.55, magnitude) * (0.8 + 0.6 * fresh);
    double x = (quake.longitude() + 180) * scale;
    double y = (90 - quake.latitude()) * scale;
    g.setColor(new Color(255, (int) (110 + 130 * fresh), 60, (int) (70 + 160 * fresh)));
    g.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
  }

  private void paintNews(Graphics2D g, Board news) {
    g.setColor(TEXT);
    g.setFont(new Font(Font.MONOSPACED, Font.PLAIN, 15));
    int y = getHeight() - 5 * LINE;
    g.drawString(now.truncatedTo(ChronoUnit.MINUTES).toString(), LINE, y);
    for (Style style : Style.values()) {
      y += LINE;
      g.drawString(Words.format("%-10s %,6d events", style, news.seenBy(style)), LINE, y);
    }
    y += LINE;
    if (!Double.isNaN(news.hourlyRate())) {
      g.drawString(Words.rate(news.hourlyRate()), LINE, y);
    }
  }
}
