package dev.kiln.plugin.controlnet;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.host.ModelFiles.Found;
import dev.kiln.spi.host.ModelFiles.Kind;
import dev.kiln.spi.host.PluginHome;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The ControlNets that lie on this machine, by the names that webUI's users know. */
@Singleton
class ControlModels {
  private static final Pattern TITLE = Pattern.compile("(?<name>.*?)\\s*\\[(?<hash>[0-9a-f]+)]");

  private final ModelFiles files;
  private final PluginHome home;

  @Inject
  ControlModels(ModelFiles files, PluginHome home) {
    this.files = files;
    this.home = home;
  }

  /** All that can be used: of two of one name the one nearer to the top of its folder first. */
  List<Found> all() {
    return found().filter(model -> model.problem().isEmpty()).toList();
  }

  private Stream<Found> found() {
    String folder = home.settings(ControlNetSettings.class).folder();
    return files.find(Kind.CONTROLNET, files.named("--controlnet-dir", folder)).stream()
        .sorted(
            Comparator.comparing((Found model) -> model.shortName().toLowerCase(Locale.ROOT))
                .thenComparing(model -> model.name().length())
                .thenComparing(Found::name));
  }

  /** As webUI writes it: {@code control_v11p_sd15_seg [e1f51eb9]}. */
  String title(Found model) {
    return model.shortName() + " [" + files.shortHash(model) + "]";
  }

  List<String> titles() {
    return all().stream().map(this::title).toList();
  }

  /**
   * The ControlNet that a name means: its title, its name, or the shortest name that holds it. A
   * hash behind the name must be that of the file.
   *
   * @param unit to begin a message with
   * @param warnings is told when the name fits several
   * @throws BadRequest when there is none
   */
  Found choose(String unit, String wanted, Consumer<String> warnings) {
    String said = wanted.toLowerCase(Locale.ROOT).replace('\\', '/');
    Matcher title = TITLE.matcher(said);
    String hash = title.matches() ? title.group("hash") : "";
    String name = stem(hash.isEmpty() ? said : title.group("name"));
    // A hash reads all of a file, so only those are asked whose name fits.
    Predicate<Found> hashFits = model -> hash.isEmpty() || hash.equals(files.shortHash(model));
    List<Found> all = found().toList();
    Consumer<Found> guessed =
        taken ->
            warnings.accept(
                "%s: the model '%s' fits several names; %s was taken"
                    .formatted(unit, wanted, taken.name()));
    Found found =
        first(all, hashFits, model -> stem(model.name()).equals(name))
            .or(() -> first(all, hashFits, model -> stem(model.shortName()).equals(name)))
            .or(() -> shortest(holding(all, Found::shortName, name, hashFits), guessed))
            .or(() -> shortest(holding(all, Found::name, name, hashFits), guessed))
            .orElseThrow(() -> unknown(unit, wanted, all));
    if (!found.problem().isEmpty()) {
      throw new BadRequest(unit + ": " + found.problem());
    }
    return found;
  }

  private static Optional<Found> first(
      List<Found> all, Predicate<Found> hashFits, Predicate<Found> nameFits) {
    return all.stream().filter(nameFits.and(hashFits)).findFirst();
  }

  private static List<Found> holding(
      List<Found> all, Function<Found, String> name, String part, Predicate<Found> hashFits) {
    Predicate<Found> holdsIt = model -> !part.isEmpty() && stem(name.apply(model)).contains(part);
    return all.stream().filter(holdsIt.and(hashFits)).toList();
  }

  private static Optional<Found> shortest(List<Found> fit, Consumer<Found> guessed) {
    Optional<Found> shortest =
        fit.stream().min(Comparator.comparing(model -> model.name().length()));
    if (fit.size() > 1) {
      shortest.ifPresent(guessed);
    }
    return shortest;
  }

  /** A name without its ending, in lower case. */
  private static String stem(String name) {
    return name.toLowerCase(Locale.ROOT).replaceFirst("\\.(onnx|safetensors|pth|pt|bin|ckpt)$", "");
  }

  private BadRequest unknown(String unit, String wanted, List<Found> all) {
    Map<String, Long> times =
        all.stream().collect(Collectors.groupingBy(Found::shortName, Collectors.counting()));
    Function<Found, String> clear =
        it -> times.get(it.shortName()) > 1 ? it.name() : it.shortName();
    String there = String.join(", ", all.stream().map(clear).distinct().toList());
    String names = all.isEmpty() ? "there are none" : "there are " + there;
    boolean hash = TITLE.matcher(wanted.toLowerCase(Locale.ROOT)).matches();
    String missing = hash ? "', and none has that name and hash" : "', which is not there";
    boolean none = wanted.isBlank() || wanted.equalsIgnoreCase(UnitReader.NO_MODEL);
    return new BadRequest(
        "%s %s; %s in %s, and --controlnet-dir names another folder"
            .formatted(
                unit,
                none ? "names no model" : "names the model '" + wanted + missing,
                names,
                files.folder()));
  }
}
