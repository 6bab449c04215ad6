package dev.kiln.examples;

import static com.tngtech.archunit.lang.conditions.ArchConditions.haveOnlyFinalFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.kiln.spi.hook.HookPoint;
import org.junit.jupiter.api.Test;

/** What all plugins of this repository keep to, read from their jars. */
class PluginArchitectureTest {
  private static final JavaClasses PLUGINS =
      new ClassFileImporter().importPackages("dev.kiln.plugin");

  @Test
  void aPluginKnowsTheContractAndNotTheHost() {
    classes()
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "dev.kiln.spi..",
            "dev.kiln.plugin..",
            "org.pf4j",
            "jakarta.inject..",
            "jakarta.enterprise..",
            "org.slf4j..",
            "org.jspecify..")
        .allowEmptyShould(true)
        .check(PLUGINS);
  }

  @Test
  void noPluginKnowsAnother() {
    slices()
        .matching("dev.kiln.plugin.(*)..")
        .should()
        .notDependOnEachOther()
        .allowEmptyShould(true)
        .check(PLUGINS);
  }

  @Test
  void anExtensionKeepsNoStateOfItsOwn() {
    classes()
        .that()
        .areAssignableTo(HookPoint.class)
        .should(haveOnlyFinalFields())
        .because("it serves several generations at once; state belongs to what open returns")
        .allowEmptyShould(true)
        .check(PLUGINS);
  }

  @Test
  void nothingIsMutableAndStatic() {
    fields().that().areStatic().should().beFinal().allowEmptyShould(true).check(PLUGINS);
  }
}
