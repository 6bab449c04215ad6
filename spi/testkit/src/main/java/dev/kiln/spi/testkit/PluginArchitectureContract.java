package dev.kiln.spi.testkit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.haveOnlyFinalFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.kiln.spi.hook.HookPoint;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pf4j.Extension;

/**
 * What every plugin's classes promise, so that a jar can be loaded, replaced and unloaded: extend
 * it in the plugin's own package, or name that package.
 */
public abstract class PluginArchitectureContract {
  private static final List<String> LENT =
      List.of(
          "java..",
          "dev.kiln.spi",
          "dev.kiln.spi.control..",
          "dev.kiln.spi.event..",
          "dev.kiln.spi.generate..",
          "dev.kiln.spi.graph..",
          "dev.kiln.spi.hook..",
          "dev.kiln.spi.host..",
          "dev.kiln.spi.index..",
          "dev.kiln.spi.sampling..",
          "dev.kiln.spi.tensor..",
          "jakarta.enterprise..",
          "jakarta.inject..",
          "org.jspecify..",
          "org.slf4j..");

  /** The package that all classes of the plugin lie in or below. */
  protected String root() {
    return getClass().getPackageName();
  }

  /** Packages of libraries that the plugin's jar bundles, as "com.example..". */
  protected List<String> bundled() {
    return List.of();
  }

  @Test
  void itKnowsTheSpiAndItsOwnLibrariesAlone() {
    String[] allowed =
        Stream.of(LENT, bundled(), List.of(root() + ".."))
            .flatMap(List::stream)
            .toArray(String[]::new);
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(allowed).or(JavaClass.Predicates.type(Extension.class)))
        .because("the host and other plugins may change or be absent")
        .check(plugin());
  }

  @Test
  void itHasAnExtensionAndEachIsFoundAndInjected() {
    classes()
        .that(areExtensions())
        .should()
        .beAnnotatedWith(Extension.class)
        .andShould()
        .beAnnotatedWith(scope())
        .check(plugin());
  }

  @Test
  void anExtensionKeepsNoStateOfOneGeneration() {
    classes()
        .that(areExtensions())
        .should(haveOnlyFinalFields())
        .because("it serves several generations at once; state belongs to what open returns")
        .check(plugin());
  }

  @Test
  void nothingIsMutableAndStatic() {
    fields()
        .that()
        .areStatic()
        .should()
        .beFinal()
        .allowEmptyShould(true)
        .because("it would keep the class loader of a replaced jar alive, or serve old state")
        .check(plugin());
  }

  @Test
  void itWritesToTheLogAndNotToTheStandardStreams() {
    NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(plugin());
    NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(plugin());
  }

  private JavaClasses plugin() {
    return new ClassFileImporter()
        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
        .importPackages(root());
  }

  private static DescribedPredicate<JavaClass> areExtensions() {
    return JavaClass.Predicates.assignableTo(HookPoint.class)
        .and(DescribedPredicate.not(JavaClass.Predicates.INTERFACES))
        .as("are extensions");
  }

  private static DescribedPredicate<JavaAnnotation<?>> scope() {
    return DescribedPredicate.describe(
        "a CDI scope",
        annotation ->
            annotation.getRawType().isEquivalentTo(Singleton.class)
                || annotation.getRawType().isEquivalentTo(ApplicationScoped.class));
  }
}
