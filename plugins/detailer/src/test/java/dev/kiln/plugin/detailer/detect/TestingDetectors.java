package dev.kiln.plugin.detailer.detect;

import dev.kiln.host.JsonCodec;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.model.FoundModels;
import dev.kiln.host.model.ModelCatalog;
import dev.kiln.host.model.ModelHashes;
import dev.kiln.host.model.ResidentNetworks;
import dev.kiln.host.model.SessionOpener;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.weights.wide.WideWeights;
import dev.kiln.plugin.detailer.mask.Mask;
import dev.kiln.spi.host.Json;
import dev.kiln.spi.host.ModelFiles;
import dev.kiln.spi.host.Networks;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.testkit.FakeHome;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** A folder of models with detectors in it, and the host's own services over it. */
public final class TestingDetectors implements AutoCloseable {
  public static final String SHIPPED = "annotator/seg_ade20k_scenes";

  private final Path temp;
  private final ModelHashes hashes;
  private final ResidentNetworks networks;
  private String folder = "";

  public TestingDetectors(Path temp) {
    this.temp = temp;
    hashes = new ModelHashes(temp.resolve("hashes.json"));
    WideWeights wide = new WideWeights(hashes, temp.resolve("f32"), 1L << 30);
    networks = new ResidentNetworks(new SessionOpener(OrtRuntime.open(), wide, 1L << 30), 1L << 30);
  }

  /** A network of reference.py in the folder of detectors. */
  public TestingDetectors with(String name) {
    return put("detector/" + name + ".onnx", resource(TestingDetectors.class, name + ".onnx"));
  }

  /** The segmenter that ships with the default model. */
  public TestingDetectors withShipped() {
    return copied(SHIPPED + ".onnx", SHIPPED + ".onnx")
        .copied(SHIPPED + ".json", SHIPPED + ".json");
  }

  /** A file of the default model in another place. */
  TestingDetectors copied(String from, String place) {
    try {
      return put(place, Files.readAllBytes(DefaultModel.models().resolve(from)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public TestingDetectors put(String place, byte[] bytes) {
    try {
      Path file = models().resolve(place);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Another folder that the settings name. */
  TestingDetectors named(String other) {
    folder = other;
    return this;
  }

  Path models() {
    return temp.resolve("models");
  }

  public DetectorFiles files() {
    return new DetectorFiles(
        found(), new FakeHome(temp.resolve("home"), new DetectorSettings(folder)));
  }

  public Detectors detectors() {
    return new Detectors(files(), networks, new JsonCodec());
  }

  private ModelFiles found() {
    return new FoundModels(new ModelCatalog(models(), hashes), hashes);
  }

  /** What the host lends to the plugin. */
  public Map<Class<?>, ?> services() {
    return Map.of(ModelFiles.class, found(), Networks.class, networks, Json.class, new JsonCodec());
  }

  /** A picture of the test's resources. */
  public static Picture picture(Class<?> beside, String name) {
    return new PictureCodec().read(name, resource(beside, name + ".png"));
  }

  /** Where a picture is white, of masks that stand one below the other in it. */
  public static Mask mask(Picture picture, int index, int height) {
    boolean[] white = new boolean[picture.width() * height];
    for (int i = 0; i < white.length; i++) {
      int y = index * height + i / picture.width();
      white[i] = picture.at(i % picture.width(), y, 0) > 127;
    }
    return new Mask(picture.width(), height, white);
  }

  static byte[] resource(Class<?> beside, String name) {
    try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    networks.close();
  }
}
