package dev.kiln.plugin.lora;

import dev.kiln.host.JsonCodec;
import dev.kiln.host.Sha256;
import dev.kiln.host.weights.file.SafetensorsFile;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.testkit.FakeHome;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of a test, each under its name below a folder.
 *
 * @param found all of them
 */
record FakeModels(Path folder, List<Found> found) implements ModelFiles {
  static FakeModels of(Path folder, Path... files) {
    return new FakeModels(
        folder,
        Stream.of(files)
            .map(
                file ->
                    new Found(
                        folder.relativize(file).toString().replace(".safetensors", ""),
                        file,
                        Kind.LORA,
                        ""))
            .toList());
  }

  LoraLibrary library() {
    return new LoraLibrary(
        this,
        SafetensorsFile::open,
        new FakeHome(folder, new LoraSettings("", 512)),
        new JsonCodec());
  }

  @Override
  public List<Found> find(Kind kind, List<Path> others) {
    return found;
  }

  @Override
  public List<Path> named(String flag, String folder) {
    return List.of();
  }

  @Override
  public String shortHash(Found model) {
    return hash(model.path()).substring(0, 12);
  }

  @Override
  public String hash(Path file) {
    return Sha256.of(file.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }
}
