package dev.oneloop.benchmarks.rotation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationTest {
  @Test
  void everyPeerPlaysAllItsTurns(@TempDir Path directory) throws Exception {
    Rotation.main(
        new String[] {directory.toString(), "1", "1", "2", "10", "FutureBenchmark.stage"});
    JsonNode runs = new ObjectMapper().readTree(directory.resolve("results.json").toFile());
    Set<String> peers = new TreeSet<>();
    for (JsonNode run : runs) {
      peers.add(run.path("params").path("peer").asText());
      assertEquals(2, run.path("primaryMetric").path("rawData").path(0).size());
      JsonNode extra = run.path("secondaryMetrics");
      assertTrue(extra.path(CpuTime.NAME).path("score").asDouble() > 0, run::toString);
      assertTrue(extra.path("gc.alloc.rate.norm").path("score").asDouble() > 0, run::toString);
    }
    assertEquals(Set.of("JDK", "ONELOOP"), peers);
  }

  @Test
  void eachSetOfParametersIsAContestOfItsOwn() {
    List<Contest> all = Contest.matching("TimerBenchmark.fire$", Map.of());
    assertEquals(
        List.of(Map.of("outstanding", "0"), Map.of("outstanding", "1000000")),
        all.stream().map(Contest::params).toList());
    assertTrue(all.get(0).peers().containsAll(List.of("ONELOOP", "NETTY_NIO")));
  }

  @Test
  void aParameterCanBeHeldToOneValue() {
    List<Contest> one = Contest.matching("TimerBenchmark.fire$", Map.of("outstanding", "0"));
    assertEquals(List.of(Map.of("outstanding", "0")), one.stream().map(Contest::params).toList());
  }
}
