package dev.oneloop.testkit.explore.guide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.Loops;
import dev.oneloop.SimulatedLoop;
import dev.oneloop.cf.LoopExecutor;
import dev.oneloop.simulation.Mode;
import dev.oneloop.simulation.Simulation;
import dev.oneloop.testkit.LoopTest;
import dev.oneloop.testkit.explore.Explorer;
import dev.oneloop.testkit.explore.Failure;
import dev.oneloop.testkit.explore.Program;
import dev.oneloop.testkit.explore.Schedules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The code of docs/simulation.md is the code that is run here, and the output is its output. */
class SimulationPageTest {
  private static final Path SOURCES =
      Path.of("src", "test", "java", "dev", "oneloop", "testkit", "explore", "guide");

  // region order
  @Test
  void theLatestSearchIsShown() {
    SimulatedLoop loop = Loops.simulated();
    typeTwice(loop);
  }

  private static void typeTwice(SimulatedLoop loop) {
    SearchBox box = new SearchBox(LoopExecutor.of(loop), Runnable::run);
    box.type("loo");
    box.type("loop");
    loop.runUntilQuiescent();
    assertEquals("hits for loop", box.shown());
  }

  // endregion

  private static Failure find(Program program) {
    // region explore
    Explorer explorer = Explorer.of(program);
    Failure failure =
        explorer
            .explore(Schedules.random(Mode.POSSIBLE, 0, 200))
            .map(explorer::shrink)
            .orElseThrow();
    System.out.println(failure);
    // endregion
    return failure;
  }

  // region again
  private static void again() {
    typeTwice(Loops.builder().simulated(Simulation.replay(Mode.POSSIBLE, 0, 1)));
  }

  // endregion

  private static void typeTwiceFixed(SimulatedLoop loop) {
    FixedSearchBox box = new FixedSearchBox(LoopExecutor.of(loop), Runnable::run);
    box.type("loo");
    box.type("loop");
    loop.runUntilQuiescent();
    assertEquals("hits for loop", box.shown());
  }

  @Test
  void theErrorIsFoundAndShownAsThePageSays() throws IOException {
    String output = find(SimulationPageTest::typeTwice).toString();
    assertTrue(blocks("text").contains(output), output);
    AssertionError failed = assertThrows(AssertionError.class, SimulationPageTest::again);
    assertEquals("expected: <hits for loop> but was: <hits for loo>", failed.getMessage());
  }

  @Test
  void theDifferenceIsThatOfThePage() throws IOException {
    // region difference
    SimulatedLoop wrong = run(Simulation.replay(Mode.POSSIBLE, 0, 1));
    SimulatedLoop right = run(Simulation.replay(Mode.POSSIBLE));
    String difference = wrong.trace().diff(right.trace());
    // endregion
    assertTrue(blocks("text").contains(difference), difference);
  }

  private static SimulatedLoop run(Simulation simulation) {
    SimulatedLoop loop = Loops.builder().simulated(simulation);
    SearchBox box = new SearchBox(LoopExecutor.of(loop), Runnable::run);
    box.type("loo");
    box.type("loop");
    loop.runUntilQuiescent();
    return loop;
  }

  @Test
  void theMendedProgramPassesAllSeeds() {
    Explorer explorer = Explorer.of(SimulationPageTest::typeTwiceFixed);
    for (Mode mode : List.of(Mode.POSSIBLE, Mode.CHAOS)) {
      assertFalse(explorer.explore(Schedules.random(mode, 0, 200)).isPresent());
    }
    // region bounded
    assertTrue(explorer.explore(Schedules.bounded(Mode.POSSIBLE, 2, 10_000)).isEmpty());
    // endregion
  }

  // region junit
  @LoopTest(seeds = 200)
  void theLatestSearchIsShownUnderAllSeeds(SimulatedLoop loop, LoopExecutor executor) {
    FixedSearchBox box = new FixedSearchBox(executor, Runnable::run);
    box.type("loo");
    box.type("loop");
    loop.runUntilQuiescent();
    assertEquals("hits for loop", box.shown());
  }

  // endregion

  @Test
  void theCodeOfThePageIsTestedHere() throws IOException {
    StringBuilder sources = new StringBuilder();
    for (String file : List.of("SearchBox", "FixedSearchBox", "SimulationPageTest")) {
      sources.append(Files.readString(SOURCES.resolve(file + ".java")));
    }
    List<String> regions = find("(?ms)^ *// region \\w+\n(.*?)^ *// endregion$", sources);
    assertEquals(regions.stream().sorted().toList(), blocks("java").stream().sorted().toList());
  }

  private static List<String> blocks(String language) throws IOException {
    String page = Files.readString(Path.of("..", "docs", "simulation.md"));
    return find("(?ms)^```" + language + "\n(.*?)^```$", page);
  }

  /** What the pattern encloses, without the indentation that all lines share. */
  private static List<String> find(String pattern, CharSequence text) {
    List<String> found = new ArrayList<>();
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1).stripTrailing().stripIndent() + "\n");
    }
    return found;
  }
}
