package dev.kiln.plugin.taesd;

import dev.kiln.host.model.FoundModels;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ResidentNetworks;
import dev.kiln.host.model.SessionOpener;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.weights.file.SafetensorsFile;
import dev.kiln.host.weights.wide.WideWeights;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.host.Networks;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.UnaryOperator;

/** A models folder of a test, and what the host lends for it. */
final class TestingDecoders implements AutoCloseable {
  private final Path models;
  private final ModelFiles found;
  private final ResidentNetworks networks;

  TestingDecoders(Path temp) {
    models = temp.resolve("models");
    ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
    WideWeights wide = new WideWeights(hashes, temp.resolve("f32"), 1L << 30);
    networks = new ResidentNetworks(new SessionOpener(OrtRuntime.open(), wide, 1L << 30), 1L << 30);
    found = new FoundModels(new ModelCatalog(models, hashes), hashes);
    put("readme.txt", new byte[0]);
  }

  Path put(String place, byte[] bytes) {
    return put(models, place, bytes);
  }

  static Path put(Path models, String place, byte[] bytes) {
    try {
      Path file = models.resolve(place);
      Files.createDirectories(file.getParent());
      return Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The golden's file with other names, which must be as long: the header keeps its length. */
  static byte[] tiny(UnaryOperator<String> names) {
    try (InputStream in = TestingDecoders.class.getResourceAsStream("tiny.safetensors")) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      return names.apply(text).getBytes(StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  TaesdFiles files() {
    return new TaesdFiles(found, SafetensorsFile::open);
  }

  Networks networks() {
    return networks;
  }

  Taesd plugin() {
    return new Taesd(files(), found, networks);
  }

  @Override
  public void close() {
    networks.close();
  }
}
