package dev.kiln.spi;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.members;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.kiln.spi.hook.HookPoint;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.pf4j.ExtensionPoint;

/** What keeps the contract small, and able to grow without breaking a plugin. */
class SpiArchitectureTest {
  private static final JavaClasses SPI =
      new ClassFileImporter().importPath(Path.of("target", "classes"));
  private static final List<Class<? extends Annotation>> PROMISES =
      List.of(ImplementedByPlugins.class, ProvidedByHost.class, ValueType.class);
  private static final List<String> HEADINGS =
      List.of("When", "How often", "Thread", "May change", "May keep", "On failure");

  @Test
  void dependsOnTheJdkAndOneMarkerOfPf4jAlone() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "java..",
                    "javax.annotation.processing..",
                    "javax.lang.model..",
                    "javax.tools..")
                .or(resideInAnyPackage("dev.kiln.spi..", "org.jspecify.."))
                .or(JavaClass.Predicates.equivalentTo(ExtensionPoint.class)))
        .because("what the SPI depends on, every plugin depends on")
        .check(SPI);
  }

  @Test
  void eachPublicTypeSaysWhoImplementsIt() {
    classes()
        .that()
        .arePublic()
        .and()
        .areTopLevelClasses()
        .and(describe("are part of the contract", SpiArchitectureTest::isContract))
        .should(condition("carry exactly one of " + PROMISES, type -> promises(type) == 1))
        .because("who implements a type decides how it may grow")
        .check(SPI);
  }

  @Test
  void whatPluginsImplementIsAnInterfaceOfFewMethods() {
    classes()
        .that()
        .areAnnotatedWith(ImplementedByPlugins.class)
        .should()
        .beInterfaces()
        .andShould(condition("ask for at most two methods beside names", type -> asked(type) <= 2))
        .check(SPI);
  }

  @Test
  void hooksAreImplementedByPlugins() {
    classes()
        .that()
        .areAssignableTo(HookPoint.class)
        .should()
        .beAnnotatedWith(ImplementedByPlugins.class)
        .andShould()
        .resideInAPackage("dev.kiln.spi.hook")
        .check(SPI);
  }

  @Test
  void eachHookStatesItsWholeContract() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("src/main/java/dev/kiln/spi/hook"))) {
      assertThat(files.filter(SpiArchitectureTest::isHook))
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(HEADINGS)
                      .as("headings of %s", file.getFileName())
                      .allSatisfy(
                          heading ->
                              assertThat(Files.readString(file))
                                  .contains("<b>" + heading + ":</b>")));
    }
  }

  @Test
  void nothingIsProtectedOrMutableAndStatic() {
    members().should().notBeProtected().because("nothing here is made to be extended").check(SPI);
    fields().that().areStatic().should().beFinal().check(SPI);
  }

  private static boolean isHook(Path file) {
    try {
      String source = Files.readString(file);
      return source.contains("\n@ImplementedByPlugins\n")
          && !source.contains("interface HookPoint ");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The promises themselves are not, nor is the processor, which only the compiler calls. */
  private static boolean isContract(JavaClass type) {
    return PROMISES.stream().noneMatch(type::isEquivalentTo)
        && !type.isAssignableTo(javax.annotation.processing.Processor.class)
        && !type.getSimpleName().equals("package-info");
  }

  private static long promises(JavaClass type) {
    return PROMISES.stream().filter(type::isAnnotatedWith).count();
  }

  private static long asked(JavaClass type) {
    return type.getMethods().stream()
        .filter(method -> method.getModifiers().contains(JavaModifier.ABSTRACT))
        .filter(method -> !List.of("name", "info", "title", "supports").contains(method.getName()))
        .count();
  }

  private static ArchCondition<JavaClass> condition(
      String text, java.util.function.Predicate<JavaClass> holds) {
    return new ArchCondition<>(text) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        events.add(
            new SimpleConditionEvent(type, holds.test(type), type.getName() + " does not " + text));
      }
    };
  }
}
