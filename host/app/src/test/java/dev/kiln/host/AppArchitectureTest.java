package dev.kiln.host;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.GeneralCodingRules;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may know whom in the app: the queue below the server, the server below the command line. */
class AppArchitectureTest {
  private static final JavaClasses APP =
      new ClassFileImporter().importPath(Path.of("target", "classes"));

  @ParameterizedTest
  @CsvSource({
    "job, http",
    "job, app",
    "http, app",
    "http, job.store",
    "remote, http",
    "remote, app",
    "job, remote",
    "http, remote"
  })
  void packagesKnowOnlyThoseBelowThem(String below, String above) {
    noClasses()
        .that()
        .resideInAPackage("dev.kiln.host." + below + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.kiln.host." + above + "..")
        .check(APP);
  }

  @ParameterizedTest
  @CsvSource({"io.javalin, http", "picocli, app", "org.h2, job.store"})
  void aLibraryIsKnownInItsOwnPackageAlone(String library, String owner) {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.kiln.host." + owner + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library + "..")
        .check(APP);
  }

  @ParameterizedTest
  @CsvSource({
    "ai.onnxruntime",
    "com.google.protobuf",
    "org.pf4j",
    "org.jboss.weld",
    "dev.kiln.plugin"
  })
  void whatTheEngineHidesIsNotKnown(String library) {
    noClasses().should().dependOnClassesThat().resideInAPackage(library + "..").check(APP);
  }

  @Test
  void nothingIsMutableAndStatic() {
    fields().that().areStatic().should().beFinal().check(APP);
  }

  @Test
  void onlyTheCommandLineWritesToTheStandardStreams() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.kiln.host.app..")
        .should(GeneralCodingRules.ACCESS_STANDARD_STREAMS)
        .check(APP);
  }

  @Test
  void failuresHaveATypeAndLogsGoToSlf4j() {
    NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.check(APP);
    NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(APP);
  }
}
