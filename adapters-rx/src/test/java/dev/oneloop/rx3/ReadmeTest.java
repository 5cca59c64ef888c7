package dev.oneloop.rx3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneloop.Loops;
import dev.oneloop.SimulatedLoop;
import io.reactivex.rxjava3.core.Observable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The example of the README. */
class ReadmeTest extends RxTestBase {

  @Test
  void theExampleRuns() {
    SimulatedLoop loop = Loops.simulated();
    List<String> shownSoFar = new ArrayList<>();

    LoopScheduler ui = LoopSchedulers.from(loop);

    Disposable shown =
        Observable.interval(1, TimeUnit.SECONDS, ui)
            .map(second -> second + " s")
            .compose(LoopTransformers.untilClosed(loop))
            .subscribe(shownSoFar::add);

    loop.advanceBy(Duration.ofSeconds(2));
    loop.close();
    assertEquals(List.of("0 s", "1 s"), shownSoFar);
    assertTrue(shown.isDisposed());
  }

  @Test
  void theReadmeShowsThisExample() throws Exception {
    String here = Files.readString(Path.of("src/test/java/dev/oneloop/rx3/ReadmeTest.java"));
    Matcher block =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("README.md")));
    assertTrue(block.find());
    assertTrue(here.replaceAll("(?m)^    ", "").contains(block.group(1)), block.group(1));
  }
}
