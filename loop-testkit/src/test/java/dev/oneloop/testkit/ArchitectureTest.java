package dev.oneloop.testkit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  @Test
  void contractsKnowNoAdapter() {
    noClasses()
        .that()
        .haveSimpleNameEndingWith("Contract")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.oneloop.cf..", "dev.oneloop.hosts..", "dev.oneloop.kotlin..", "dev.oneloop.rx3..")
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.oneloop.testkit"));
  }
}
