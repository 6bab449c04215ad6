package dev.kiln.plugin.textualinversion;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.host.ModelFiles.Found;
import dev.kiln.spi.host.ModelFiles.Kind;
import dev.kiln.spi.host.PluginHome;
import dev.kiln.spi.host.Weights;
import dev.kiln.spi.tensor.Tensor;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The files of this machine. Safe from any thread. */
@Singleton
final class InversionLibrary {
  /** webUI's folder, next to that of the models. */
  static final String BESIDE = "embeddings";

  private final ModelFiles files;
  private final Weights weights;
  private final PluginHome home;

  /** By hash: a folder may hold hundreds. */
  private final Map<String, Contents> known = new ConcurrentHashMap<>();

  @Inject
  InversionLibrary(ModelFiles files, Weights weights, PluginHome home) {
    this.files = files;
    this.weights = weights;
    this.home = home;
  }

  /** All of them by name, those that cannot be used among them. */
  List<Inversion> all() {
    return files.find(Kind.EMBEDDING, folders()).stream()
        .map(this::inversion)
        .sorted(Comparator.comparing(Inversion::key).thenComparing(one -> one.found().path()))
        .toList();
  }

  private Inversion inversion(Found found) {
    Path path = found.path();
    if (!path.toString().toLowerCase(Locale.ROOT).endsWith(".safetensors")) {
      return new Inversion(found, "", Contents.none(pickle(path)));
    } else if (!found.problem().isEmpty()) {
      return new Inversion(found, "", Contents.none(found.problem()));
    }
    try {
      String hash = files.hash(path);
      Contents contents = known.computeIfAbsent(hash, any -> Contents.of(weights.open(path)));
      return new Inversion(found, hash, contents);
    } catch (BadRequest broken) {
      return new Inversion(found, "", Contents.none(broken.getMessage()));
    }
  }

  private static String pickle(Path path) {
    String found = path.getFileName().toString();
    // The name goes into a command that people copy: one that could end a string there does not.
    String name = found.matches("[\\w .+()-]+") ? found : "word.pt";
    return ("%s is a Python pickle, which can run any code while it is opened, so Kiln does not;"
            + " convert it where torch is installed: python -c \"import torch; from"
            + " safetensors.torch import save_file; d = torch.load('%s', map_location='cpu',"
            + " weights_only=True); d = d.get('string_to_param', d); save_file({'emb_params':"
            + " next(iter(d.values())).detach().clone().contiguous()}, '%s.safetensors')\"")
        .formatted(path, name, name.replaceFirst("\\.[^.]*$", ""));
  }

  /**
   * The vectors of a file, [vectors, width].
   *
   * @throws BadRequest when it was changed since
   */
  Tensor vectors(Inversion one) {
    Contents contents = one.contents();
    float[] values = weights.open(one.found().path()).read(contents.tensor());
    return Tensor.of(values, contents.vectors(), contents.width());
  }

  private List<Path> folders() {
    List<Path> folders = new ArrayList<>();
    folders.add(files.folder().toAbsolutePath().normalize().resolveSibling(BESIDE));
    folders.addAll(
        files.named("--embeddings-dir", home.settings(InversionSettings.class).folder()));
    return folders;
  }
}
