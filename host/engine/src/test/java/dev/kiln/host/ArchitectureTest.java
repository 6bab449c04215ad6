package dev.kiln.host;

import static com.tngtech.archunit.lang.conditions.ArchConditions.haveOnlyFinalFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.GeneralCodingRules;
import dev.kiln.spi.hook.HookPoint;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.pf4j.Extension;

/** Who may know whom. A rule that stands in the way is changed here, with its reason, or obeyed. */
class ArchitectureTest {
  private static final JavaClasses ENGINE =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  /** From the ground up; a package knows only those of the lines below it. */
  private static final List<List<String>> LAYERS =
      List.of(
          List.of("noise", "prompt", "image"),
          List.of("graph"),
          List.of("weights", "network", "onnx"),
          List.of("model", "sampler"),
          List.of("random", "request"),
          List.of("pipeline"),
          List.of("plugin"),
          List.of("tuning", "infotext", "job", "fields"),
          List.of("engine"),
          List.of("embedded"));

  /** The same inside of the large packages. */
  private static final List<List<String>> GRAPH_LAYERS =
      Stream.of("format", "shape", "write", "find", "edit", "live", "recipe")
          .map(it -> List.of("graph." + it))
          .toList();

  private static final List<List<String>> WEIGHTS_LAYERS =
      Stream.of("file", "name", "config", "checkpoint", "wide")
          .map(it -> List.of("weights." + it))
          .toList();

  private static final List<List<String>> PIPELINE_LAYERS =
      Stream.of("hook", "condition", "pass", "start").map(it -> List.of("pipeline." + it)).toList();

  @ParameterizedTest
  @CsvSource({
    "ai.onnxruntime, onnx, ",
    "com.google.protobuf, graph.format, ",
    "org.pf4j, plugin, ",
    "org.jboss.weld, plugin, ",
    "jakarta.enterprise, plugin, ",
    "org.apache.commons.math3, sampler, ",
    "com.luciad, image, ",
    "com.sun.jna, onnx, ",
    "dev.kiln.api, embedded, "
  })
  void aLibraryIsKnownInItsOwnPackageAlone(String library, String owner, String other) {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.kiln.host." + owner + "..", "dev.kiln.host." + other + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library + "..")
        .allowEmptyShould(true)
        .check(ENGINE);
  }

  @ParameterizedTest
  @MethodSource("allLayers")
  void packagesKnowOnlyThoseBelowThem(List<List<String>> layers) {
    for (int layer = 0; layer < layers.size() - 1; layer++) {
      noClasses()
          .that()
          .resideInAnyPackage(names(layers.subList(layer, layer + 1)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(names(layers.subList(layer + 1, layers.size())))
          .check(ENGINE);
    }
  }

  static Stream<List<List<String>>> allLayers() {
    return Stream.of(LAYERS, GRAPH_LAYERS, WEIGHTS_LAYERS, PIPELINE_LAYERS);
  }

  @Test
  void eachPackageHasALayer() {
    classes()
        .that()
        .resideOutsideOfPackage("dev.kiln.host")
        .should()
        .resideInAnyPackage(names(LAYERS))
        .check(ENGINE);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.kiln.host.(*)..").should().beFreeOfCycles().check(ENGINE);
  }

  @Test
  void theEngineKnowsNoAppNoPluginAndNoTestLibrary() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.kiln.host.app..",
            "dev.kiln.host.http..",
            "dev.kiln.plugin..",
            "org.junit..",
            "org.assertj..")
        .check(ENGINE);
  }

  @Test
  void nothingIsMutableAndStatic() {
    fields().that().areStatic().should().beFinal().check(ENGINE);
  }

  @Test
  void anExtensionKeepsNoStateOfItsOwn() {
    classes()
        .that()
        .areAssignableTo(HookPoint.class)
        .should(haveOnlyFinalFields())
        .because("it serves several generations at once; state belongs to what open returns")
        .allowEmptyShould(true)
        .check(ENGINE);
  }

  @Test
  void orderIsDeclaredByHookOrderAlone() {
    noClasses()
        .should()
        .beAnnotatedWith(Extension.class)
        .because("the host's own extensions are not found but named, and ordinals are load order")
        .check(ENGINE);
  }

  @Test
  void nothingWritesToTheStandardStreams() {
    noClasses().should(GeneralCodingRules.ACCESS_STANDARD_STREAMS).check(ENGINE);
  }

  @Test
  void failuresHaveATypeAndLogsGoToSlf4j() {
    NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(ENGINE);
    NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(ENGINE);
  }

  private static String[] names(List<List<String>> layers) {
    return layers.stream()
        .flatMap(List::stream)
        .flatMap(name -> Stream.of("dev.kiln.host." + name + ".."))
        .toArray(String[]::new);
  }
}
