package dev.kiln.plugin.controlnet;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.host.ModelFiles.Found;
import dev.kiln.spi.host.ModelFiles.Kind;
import dev.kiln.spi.host.PluginHome;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The ControlNets that lie on this machine, by the names that webUI's users know. */
@Singleton
class ControlModels {
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
    String folder = home.settings(ControlNetSettings.class).folder().strip();
    List<Path> others = folder.isEmpty() ? List.of() : List.of(Path.of(folder).toAbsolutePath());
    return files.find(Kind.CONTROLNET, others).stream()
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
   * The ControlNet that a name means: its title, its name, or the shortest name that holds it.
   *
   * @param unit to begin a message with
   * @throws BadRequest when there is none
   */
  Found choose(String unit, String wanted) {
    String name = wanted.toLowerCase(Locale.ROOT).replace('\\', '/');
    List<Found> all = found().toList();
    Found found =
        first(all, name.contains(" ["), model -> title(model).equalsIgnoreCase(name))
            .or(() -> first(all, true, model -> stem(model.name()).equals(stem(name))))
            .or(() -> first(all, true, model -> stem(model.shortName()).equals(stem(name))))
            .or(() -> shortest(all, stem(name)))
            .orElseThrow(() -> unknown(unit, wanted, all));
    if (!found.problem().isEmpty()) {
      throw new BadRequest(unit + ": " + found.problem());
    }
    return found;
  }

  private static Optional<Found> first(
      List<Found> all, boolean sensible, Predicate<Found> matches) {
    return sensible ? all.stream().filter(matches).findFirst() : Optional.empty();
  }

  private static Optional<Found> shortest(List<Found> all, String part) {
    return all.stream()
        .filter(model -> !part.isEmpty() && stem(model.name()).contains(part))
        .min(Comparator.comparing(model -> model.name().length()));
  }

  /** A name without hash and ending, in lower case. */
  private static String stem(String name) {
    return name.toLowerCase(Locale.ROOT)
        .replaceFirst("\\s*\\[[0-9a-f]+]$", "")
        .replaceFirst("\\.(onnx|safetensors|pth|pt|bin|ckpt)$", "");
  }

  private BadRequest unknown(String unit, String wanted, List<Found> all) {
    String there = String.join(", ", all.stream().map(Found::shortName).distinct().toList());
    String names = all.isEmpty() ? "there are none" : "there are " + there;
    boolean none = wanted.equalsIgnoreCase(UnitReader.NO_MODEL);
    return new BadRequest(
        "%s %s; %s in %s, and --controlnet-dir names another folder"
            .formatted(
                unit,
                none ? "names no model" : "names the model '" + wanted + "', which is not there",
                names,
                files.folder()));
  }
}
