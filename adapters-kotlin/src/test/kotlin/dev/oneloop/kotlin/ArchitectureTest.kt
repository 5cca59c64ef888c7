package dev.oneloop.kotlin

import com.tngtech.archunit.core.importer.ClassFileImporter
import com.tngtech.archunit.core.importer.ImportOption
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes
import org.junit.jupiter.api.Test

class ArchitectureTest {
  @Test
  fun adapterDependsOnTheCoreCoroutinesAndTheJdkOnly() {
    classes()
      .should()
      .onlyDependOnClassesThat()
      .resideInAnyPackage(
        "dev.oneloop",
        "dev.oneloop.kotlin..",
        "java..",
        "kotlin..",
        "kotlinx.coroutines..",
        "org.jetbrains.annotations..",
        "org.jspecify..",
      )
      .check(
        ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.oneloop.kotlin")
      )
  }
}
