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
import com.tngtech.archunit.lang.ArchRule;
import dev.kiln.spi.hook.HookPoint;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pf4j.Extension;

/**
 * What every plugin's classes promise, so that a jar can be loaded, replaced and unloaded: extend
 * it in the plugin's own package, which is the root of all its classes.
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
          "dev.kiln.spi.upscale..",
          "jakarta.enterprise..",
          "jakarta.inject..",
          "org.jspecify..",
          "org.slf4j..");

  /** Packages of libraries that the plugin's jar bundles, as "com.example..". */
  protected List<String> bundled() {
    return List.of();
  }

  @Test
  void itsClassesKeepTheRulesOfPlugins() {
    check(getClass().getPackageName(), bundled());
  }

  /**
   * Check a plugin on the class path.
   *
   * @param root the package that all its classes lie in or below
   * @param bundled packages of libraries that its jar bundles
   * @throws AssertionError when a class breaks a rule, or there is none
   */
  public static void check(String root, List<String> bundled) {
    JavaClasses plugin =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(root);
    List<ArchRule> rules =
        List.of(
            knowsTheSpiAndItsOwnLibrariesAlone(root, bundled),
            eachExtensionIsFoundAndInjected(),
            anExtensionKeepsNoStateOfOneGeneration(),
            nothingIsMutableAndStatic(),
            NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS,
            NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING);
    rules.forEach(rule -> rule.check(plugin));
  }

  private static ArchRule knowsTheSpiAndItsOwnLibrariesAlone(String root, List<String> bundled) {
    String[] allowed =
        Stream.of(LENT, bundled, List.of(root + "..")).flatMap(List::stream).toArray(String[]::new);
    return classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(allowed).or(JavaClass.Predicates.type(Extension.class)))
        .because("the host and other plugins may change or be absent");
  }

  private static ArchRule eachExtensionIsFoundAndInjected() {
    return classes()
        .that(areExtensions())
        .should()
        .beAnnotatedWith(Extension.class)
        .andShould()
        .beAnnotatedWith(scope());
  }

  private static ArchRule anExtensionKeepsNoStateOfOneGeneration() {
    return classes()
        .that(areExtensions())
        .should(haveOnlyFinalFields())
        .because("it serves several generations at once; state belongs to what open returns");
  }

  private static ArchRule nothingIsMutableAndStatic() {
    return fields()
        .that()
        .areStatic()
        .should()
        .beFinal()
        .allowEmptyShould(true)
        .because("it would keep the class loader of a replaced jar alive, or serve old state");
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
