package dev.kiln.plugin.upscaleronnx;

import dev.kiln.host.JsonCodec;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.model.FoundModels;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ResidentNetworks;
import dev.kiln.host.model.SessionOpener;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.weights.file.SafetensorsFile;
import dev.kiln.host.weights.wide.WideWeights;
import dev.kiln.plugin.upscaleronnx.network.UpscalerNetworks;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.host.Networks;
import dev.kiln.spi.host.Pictures;
import dev.kiln.spi.host.Weights;
import dev.kiln.spi.testkit.FakeHome;
import dev.kiln.spi.upscale.UpscalerInfo;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** A folder of models with upscalers in it, and the host's own services over it. */
public final class TestingUpscalers implements AutoCloseable {
  public static final String SHIPPED = "4x-scenes";

  private final Path temp;
  private final ModelHashes hashes;
  private final ResidentNetworks networks;

  public TestingUpscalers(Path temp) {
    this.temp = temp;
    hashes = new ModelHashes(temp.resolve("hashes.json"));
    WideWeights wide = new WideWeights(hashes, temp.resolve("f32"), 1L << 30);
    networks = new ResidentNetworks(new SessionOpener(OrtRuntime.open(), wide, 1L << 30), 1L << 30);
  }

  /** The upscaler that ships with the default model. */
  public TestingUpscalers withShipped() {
    return copied(DefaultModel.models().resolve("upscaler/4x-scenes.onnx"), SHIPPED + ".onnx");
  }

  /** A file of any kind under another name. */
  public TestingUpscalers copied(Path file, String name) {
    try {
      return put(name, Files.readAllBytes(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A file of reference.py. */
  public TestingUpscalers withReference(String name) {
    String resource = "network/" + name + ".safetensors";
    try (InputStream in =
        Objects.requireNonNull(TestingUpscalers.class.getResourceAsStream(resource), resource)) {
      return put(name + ".safetensors", in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public TestingUpscalers put(String name, byte[] bytes) {
    try {
      Files.write(Files.createDirectories(folder()).resolve(name), bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Path folder() {
    return temp.resolve("models/upscaler");
  }

  public ModelFiles files() {
    return new FoundModels(new ModelCatalog(temp.resolve("models"), hashes), hashes);
  }

  public Networks networks() {
    return networks;
  }

  /** What the host lends to the plugin. */
  public Map<Class<?>, ?> services() {
    return Map.of(
        ModelFiles.class,
        files(),
        Networks.class,
        networks,
        Weights.class,
        (Weights) SafetensorsFile::open,
        Pictures.class,
        new PictureCodec(),
        Json.class,
        new JsonCodec());
  }

  /** The plugin's own, as injection makes it. */
  ModelUpscaler upscaler(int tile, int overlap) {
    FakeHome home = new FakeHome(temp.resolve("home"), new UpscalerSettings("", tile, overlap));
    return new ModelUpscaler(
        new UpscalerFiles(files(), home),
        new UpscalerNetworks(networks, SafetensorsFile::open),
        new PictureCodec(),
        home);
  }

  UpscalerInfo info(String name) {
    return upscaler(192, 16).models().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    networks.close();
  }
}
