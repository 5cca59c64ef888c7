package dev.oneloop;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private final JavaClasses core =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.oneloop");

  @Test
  void coreDependsOnTheJdkOnly() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("dev.oneloop..", "java..", "jdk..", "org.jspecify..")
        .check(core);
  }

  /** Whatever asks the machine for the time cannot be simulated. */
  @Test
  void theTimeOfDayComesFromTheLoopsClock() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(SystemClock.class)
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .check(core);
  }

  /**
   * The machine's nanoseconds are for what is about real time by its nature: budgets of turns, how
   * long a thread spins or selects, and how long a task took.
   */
  @Test
  void timersGoByTheLoopsClock() {
    noClasses()
        .that()
        .resideInAPackage("dev.oneloop")
        .and()
        .doNotBelongToAnyOf(
            SystemClock.class,
            LoopCore.class,
            DrivenLoop.class,
            SelectorWaiter.class,
            SpinWaiter.class,
            Gate.class)
        .should()
        .callMethod(System.class, "nanoTime")
        .check(core);
  }

  @Test
  void nothingSleeps() {
    noClasses().should().callMethod(Thread.class, "sleep", long.class).check(core);
  }
}
