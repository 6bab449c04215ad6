package dev.kiln.spi.index;

import dev.kiln.spi.HookOrder;
import dev.kiln.spi.HookOrder.Phase;
import dev.kiln.spi.WakeOn;
import dev.kiln.spi.WakeOn.Wake;
import dev.kiln.spi.hook.CliContribution;
import dev.kiln.spi.hook.CliFlag;
import dev.kiln.spi.hook.ControlPreprocessor;
import dev.kiln.spi.hook.HookPoint;
import dev.kiln.spi.hook.HttpEndpoint;
import dev.kiln.spi.hook.SamplerProvider;
import dev.kiln.spi.hook.ScheduleProvider;
import dev.kiln.spi.index.IndexProcessor.WrongUse;
import java.lang.annotation.Annotation;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.NestingKind;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import org.jspecify.annotations.Nullable;

/** What one extension class says about itself. */
final class ExtensionEntry {
  private final TypeElement type;
  private final ProcessingEnvironment environment;
  private final Set<String> hooks = new TreeSet<>();

  ExtensionEntry(TypeElement type, ProcessingEnvironment environment) {
    this.type = type;
    this.environment = environment;
  }

  static boolean isExtension(AnnotationMirror annotation) {
    return annotation.getAnnotationType().toString().equals("org.pf4j.Extension");
  }

  Map<String, Object> describe(String name) {
    checkClass();
    collectHooks(type.asType());
    if (hooks.isEmpty()) {
      throw new WrongUse("an @Extension implements at least one hook of dev.kiln.spi.hook");
    }
    HookOrder order = type.getAnnotation(HookOrder.class);
    WakeOn wake = type.getAnnotation(WakeOn.class);
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("type", name);
    entry.put("hooks", hooks);
    entry.put("phase", order == null ? Phase.NORMAL : order.phase());
    entry.put("before", order == null ? List.of() : List.of(order.before()));
    entry.put("after", order == null ? List.of() : List.of(order.after()));
    entry.put("wake", wake == null ? Wake.OPTION : wake.value());
    entry.put("wakeFolders", wake == null ? List.of() : List.of(wake.folders()));
    entry.put("wakeModels", wake == null ? List.of() : List.of(wake.models()));
    entry.put("wakePixels", wake == null ? 0 : wake.pixels());
    checkWake(wake);
    Offers offers = type.getAnnotation(Offers.class);
    new OffersCheck(offers, this::has).check();
    entry.put("offers", offers == null ? List.of() : List.of(offers.value()));
    entry.put("rank", offers == null ? 0 : offers.rank());
    entry.put("exact", offers == null || offers.exact());
    entry.put("flags", offers == null ? List.of() : flags(offers.flags()));
    entry.put("sampler", described(SamplerProvider.class, OffersSampler.class));
    entry.put("schedule", described(ScheduleProvider.class, OffersSchedule.class));
    entry.put("preprocessor", described(ControlPreprocessor.class, OffersPreprocessor.class));
    entry.put("routes", routes());
    entry.put("errorForm", errorForm());
    entry.put("commands", commands());
    entry.put("cliFlags", cliFlags());
    return entry;
  }

  /** Its routes, its command and its flag: what only one extension of a jar can have. */
  List<String> places() {
    Stream<String> routes =
        Arrays.stream(type.getAnnotationsByType(Route.class))
            .map(route -> "the route " + route.method() + " " + route.path());
    Stream<String> commands =
        Arrays.stream(type.getAnnotationsByType(Command.class))
            .map(command -> "the command " + command.name());
    Stream<String> flags =
        Arrays.stream(type.getAnnotationsByType(Flag.class)).map(flag -> "the flag " + flag.name());
    return Stream.of(routes, commands, flags).flatMap(it -> it).toList();
  }

  private void checkClass() {
    Set<Modifier> modifiers = type.getModifiers();
    boolean inner =
        type.getNestingKind() != NestingKind.TOP_LEVEL && !modifiers.contains(Modifier.STATIC);
    if (type.getKind() != ElementKind.CLASS || modifiers.contains(Modifier.ABSTRACT) || inner) {
      throw new WrongUse("an @Extension is a class that can be made: not abstract, not inner");
    }
    boolean ordinal =
        type.getAnnotationMirrors().stream()
            .filter(ExtensionEntry::isExtension)
            .flatMap(annotation -> annotation.getElementValues().keySet().stream())
            .anyMatch(value -> value.getSimpleName().contentEquals("ordinal"));
    if (ordinal) {
      throw new WrongUse(
          "@Extension(ordinal) is not used: say with @HookOrder what it runs before or after");
    }
  }

  private void collectHooks(TypeMirror mirror) {
    String hookPoint = HookPoint.class.getName();
    String hookPackage = HookPoint.class.getPackageName() + ".";
    for (TypeMirror parent : environment.getTypeUtils().directSupertypes(mirror)) {
      TypeElement element = (TypeElement) ((DeclaredType) parent).asElement();
      String name = element.getQualifiedName().toString();
      boolean isHook =
          environment.getTypeUtils().directSupertypes(parent).stream()
              .anyMatch(it -> it.toString().equals(hookPoint));
      if (name.startsWith(hookPackage) && isHook) {
        hooks.add(element.getSimpleName().toString());
      }
      collectHooks(parent);
    }
  }

  /** Flags as they are typed. */
  static List<String> flags(String... flags) {
    for (String flag : flags) {
      if (!flag.matches("--[a-z][a-z0-9-]*")) {
        throw new WrongUse("\"" + flag + "\" is no flag like --my-flag");
      }
    }
    return List.of(flags);
  }

  private static void checkWake(@Nullable WakeOn wake) {
    boolean limited =
        wake != null
            && (wake.folders().length > 0 || wake.models().length > 0 || wake.pixels() != 0);
    if (limited && wake.value() != Wake.GENERATION) {
      throw new WrongUse("@WakeOn has folders, models or pixels, which are for GENERATION");
    }
  }

  /** What an annotation says of the one thing that a hook offers; null for another hook. */
  private @Nullable Map<String, Object> described(
      Class<? extends HookPoint> hook, Class<? extends Annotation> offer) {
    Annotation annotation = type.getAnnotation(offer);
    if (has(hook) != (annotation != null)) {
      throw new WrongUse(
          "@%s and %s go together: a class has both or neither"
              .formatted(offer.getSimpleName(), hook.getSimpleName()));
    }
    if (annotation == null) {
      return null;
    }
    Map<String, Object> entry = AnnotationEntry.of(annotation);
    if (entry.get("name").toString().isBlank()) {
      throw new WrongUse("@" + offer.getSimpleName() + " needs a name");
    }
    return entry;
  }

  private List<Map<String, Object>> cliFlags() {
    Flag flag = type.getAnnotation(Flag.class);
    if (has(CliFlag.class) != (flag != null)) {
      throw new WrongUse("@Flag and CliFlag go together: a class has both or neither");
    }
    if (flag == null) {
      return List.of();
    }
    flags(flag.name());
    return List.of(AnnotationEntry.of(flag));
  }

  private List<Map<String, Object>> routes() {
    Route[] routes = type.getAnnotationsByType(Route.class);
    if (has(HttpEndpoint.class) != routes.length > 0) {
      throw new WrongUse("@Route and HttpEndpoint go together: a class has both or neither");
    }
    return Arrays.stream(routes).map(this::route).toList();
  }

  private Map<String, Object> route(Route route) {
    boolean path = route.path().matches("(/([^/{}\\s]|\\{[a-zA-Z][a-zA-Z0-9_]*})+)+");
    if (!path || !route.method().matches("[A-Z]+")) {
      throw new WrongUse(
          "a route is an upper-case method and a path like /kiln/v1/things/{name}, found "
              + route.method()
              + " "
              + route.path());
    }
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("method", route.method());
    entry.put("path", route.path());
    entry.put("summary", route.summary());
    entry.put("takes", new RouteEntry(route, environment).describe());
    return entry;
  }

  private @Nullable Map<String, Object> errorForm() {
    ErrorForm form = type.getAnnotation(ErrorForm.class);
    if (form == null) {
      return null;
    }
    if (!has(HttpEndpoint.class) || !form.path().matches("/[A-Za-z0-9._-]+")) {
      throw new WrongUse(
          "@ErrorForm is for an HttpEndpoint and a path of one part like /v1, found \""
              + form.path()
              + "\"");
    }
    return AnnotationEntry.of(form);
  }

  private List<Map<String, Object>> commands() {
    Command command = type.getAnnotation(Command.class);
    if (has(CliContribution.class) != (command != null)) {
      throw new WrongUse("@Command and CliContribution go together: a class has both or neither");
    }
    if (command == null) {
      return List.of();
    }
    if (!command.name().matches("[a-z][a-z0-9-]*( [a-z][a-z0-9-]*)?")) {
      throw new WrongUse(
          "a command is one or two lower-case words, found \"" + command.name() + "\"");
    }
    checkParameters(command.parameters());
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", command.name());
    entry.put("summary", command.summary());
    entry.put("parameters", List.of(command.parameters()));
    entry.put(
        "options",
        DeclaredRecord.of(command::options, environment)
            .map(OptionsEntry::ofCommand)
            .orElse(List.of()));
    return List.of(entry);
  }

  private static void checkParameters(String... parameters) {
    for (int i = 0; i < parameters.length; i++) {
      boolean last = i == parameters.length - 1;
      String name = "[A-Za-z][A-Za-z0-9_-]*";
      if (!parameters[i].matches(last ? name + "|\\[" + name + "(\\.\\.\\.)?]" : name)) {
        throw new WrongUse(
            "a parameter is a word like FILE, the last one perhaps [FILE] or [WORD...], found \""
                + parameters[i]
                + "\"");
      }
    }
  }

  private boolean has(Class<?> hook) {
    return hooks.contains(hook.getSimpleName());
  }
}
