package dev.oneloop.rx3;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private final JavaClasses adapter =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.oneloop.rx3");

  @Test
  void adapterDependsOnTheCoreRxJavaAndTheJdkOnly() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.oneloop",
            "dev.oneloop.rx3..",
            "io.reactivex.rxjava3..",
            "java..",
            "org.jspecify..",
            "org.reactivestreams..")
        .check(adapter);
  }

  @Test
  void adapterUsesNoInternalsOfRxJava() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.reactivex.rxjava3.internal..")
        .check(adapter);
  }
}
