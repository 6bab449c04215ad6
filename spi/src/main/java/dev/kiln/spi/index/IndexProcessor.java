package dev.kiln.spi.index;

import dev.kiln.spi.HookOrder;
import dev.kiln.spi.ValueType;
import dev.kiln.spi.WakeOn;
import java.io.IOException;
import java.io.Writer;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic.Kind;
import javax.tools.StandardLocation;

/**
 * Writes down what a plugin jar offers, so that the host can read it without loading a class:
 * {@code META-INF/kiln/index.json}, and PF4J's own {@code META-INF/extensions.idx}. Name it as
 * annotation processor of a plugin's build.
 */
@ValueType
public final class IndexProcessor extends AbstractProcessor {
  private static final String EXTENSION = "org.pf4j.Extension";
  private static final String OPTIONS = PluginOptions.class.getName();
  // Each says something about an extension and nothing by itself.
  private static final Set<String> OF_EXTENSIONS =
      Stream.of(
              Command.class,
              ErrorForm.class,
              Flag.class,
              Offers.class,
              OffersPreprocessor.class,
              OffersSampler.class,
              OffersSchedule.class,
              Route.class,
              Route.List.class,
              HookOrder.class,
              WakeOn.class)
          .map(Class::getCanonicalName)
          .collect(Collectors.toUnmodifiableSet());

  private final Map<String, Map<String, Object>> extensions = new TreeMap<>();
  private final Map<String, Map<String, Object>> options = new TreeMap<>();
  private final Set<String> optionNames = new HashSet<>();
  private final Set<String> places = new HashSet<>();
  private final BeanEntries beans = new BeanEntries();

  /** Called by the compiler. */
  public IndexProcessor() {}

  @Override
  public Set<String> getSupportedAnnotationTypes() {
    return Stream.concat(Stream.of(EXTENSION, OPTIONS), OF_EXTENSIONS.stream())
        .collect(Collectors.toSet());
  }

  @Override
  public SourceVersion getSupportedSourceVersion() {
    return SourceVersion.latestSupported();
  }

  @Override
  public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
    beans.add(round.getRootElements());
    for (TypeElement annotation : annotations) {
      for (Element element : round.getElementsAnnotatedWith(annotation)) {
        try {
          add(annotation.getQualifiedName().toString(), (TypeElement) element);
        } catch (WrongUse e) {
          processingEnv.getMessager().printMessage(Kind.ERROR, e.getMessage(), element);
        }
      }
    }
    if (round.processingOver() && !round.errorRaised()) {
      write();
    }
    return false;
  }

  private void add(String annotation, TypeElement type) {
    String name = processingEnv.getElementUtils().getBinaryName(type).toString();
    if (annotation.equals(EXTENSION)) {
      addExtension(name, type);
    } else if (annotation.equals(OPTIONS)) {
      addOptions(name, type);
    } else if (type.getAnnotationMirrors().stream().noneMatch(ExtensionEntry::isExtension)) {
      throw new WrongUse(
          "@"
              + annotation.replaceFirst("\\.List$", "").replaceFirst(".*\\.", "")
              + " is for extensions: annotate the class with @org.pf4j.Extension too");
    }
  }

  private void addExtension(String name, TypeElement type) {
    ExtensionEntry extension = new ExtensionEntry(type, processingEnv);
    extensions.put(name, extension.describe(name));
    for (String place : extension.places()) {
      if (!places.add(place)) {
        throw new WrongUse(place + " is declared twice in this jar; one of them must go");
      }
    }
  }

  private void addOptions(String name, TypeElement type) {
    OptionsEntry record = new OptionsEntry(type);
    Map<String, Object> entry = record.describe(name);
    Object scope = entry.get("scope");
    if (options.put(String.valueOf(scope), entry) != null) {
      throw new WrongUse("a jar has at most one @PluginOptions record of scope " + scope);
    }
    for (String field : record.names()) {
      if (!optionNames.add(field)) {
        throw new WrongUse(
            "component "
                + field
                + " is in two records; both stand in one section of settings.json");
      }
    }
  }

  private void write() {
    Map<String, Object> index = new LinkedHashMap<>();
    index.put("extensions", extensions.values());
    index.put("options", options.values());
    index.put("singletons", beans.singletons(processingEnv.getElementUtils()));
    writeFile("META-INF/kiln/index.json", JsonText.of(index) + "\n");
    writeFile(
        "META-INF/extensions.idx",
        extensions.keySet().stream().map(name -> name + "\n").collect(Collectors.joining()));
  }

  private void writeFile(String path, String text) {
    try (Writer out =
        processingEnv
            .getFiler()
            .createResource(StandardLocation.CLASS_OUTPUT, "", path)
            .openWriter()) {
      out.write(text);
    } catch (IOException e) {
      processingEnv.getMessager().printMessage(Kind.ERROR, path + " was not written: " + e);
    }
  }

  /** An annotation with impossible values. */
  static final class WrongUse extends RuntimeException {
    WrongUse(String message) {
      super(message);
    }
  }
}
