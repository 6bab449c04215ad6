package dev.kiln.spi.testkit;

import dev.kiln.spi.generate.PassContext;
import dev.kiln.spi.generate.Vae;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A pass of one picture of 64x64 pixels and seed 1 in 20 steps, for tests that open a hook
 * directly. It remembers what a hook told it.
 */
public final class FakePass implements PassContext {
  private final List<Record> options;
  private final Vae vae;
  private final int pictures;
  private final long seed;
  private final Optional<Picture> first;
  private final Map<String, String> infotext = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private final Map<String, Picture> shown = new LinkedHashMap<>();
  private final Map<Class<?>, Object> kept = new HashMap<>();

  private FakePass(
      List<Record> options, Vae vae, int pictures, long seed, Optional<Picture> first) {
    this.options = options;
    this.vae = vae;
    this.pictures = pictures;
    this.seed = seed;
    this.first = first;
  }

  /** A pass whose request carries options, one record of a type. */
  public static FakePass with(Record... options) {
    FakeVae vae = new FakeVae("none", 4, pictures -> Tensor.zeros(1, 4, 8, 8));
    return new FakePass(List.of(options), vae, 1, 1, Optional.empty());
  }

  public FakePass vae(Vae codec) {
    return new FakePass(options, codec, pictures, seed, first);
  }

  /**
   * The same for a request of several pictures, of which this pass makes the first.
   *
   * @param first the seed of the first; each other's is one more
   */
  public FakePass batch(int count, long first) {
    return new FakePass(options, vae, count, first, this.first);
  }

  /** The same for pictures that are drawn on another one. */
  public FakePass on(Picture init) {
    return new FakePass(options, vae, pictures, seed, Optional.of(init));
  }

  /** What the hook wrote into the infotext, in order. */
  public Map<String, String> infotext() {
    return infotext;
  }

  public List<String> warnings() {
    return warnings;
  }

  /** What the hook gave out beside the pictures, by name. */
  public Map<String, Picture> shown() {
    return shown;
  }

  @Override
  public void keep(Object value) {
    kept.put(value.getClass(), value);
  }

  @Override
  public <T> Optional<T> kept(Class<T> type) {
    return Optional.ofNullable(kept.get(type)).map(type::cast);
  }

  @Override
  public void picture(String name, Picture picture) {
    shown.put(name, picture);
  }

  /** A fake pass has no UNet. */
  @Override
  public List<NetworkRun.Port> unetInputs() {
    return List.of();
  }

  /** A fake pass has no UNet. */
  @Override
  public List<NetworkRun.Port> unetOutputs() {
    return List.of();
  }

  @Override
  public NetworkRun open(NetworkKind kind, Path path) {
    throw new UnsupportedOperationException("a fake pass has no networks; test with a generation");
  }

  @Override
  public <T extends Record> Optional<T> options(Class<T> type) {
    return options.stream().filter(type::isInstance).map(type::cast).findFirst();
  }

  @Override
  public void infotext(String key, String value) {
    infotext.put(key, value);
  }

  @Override
  public void warn(String message) {
    warnings.add(message);
  }

  @Override
  public String job() {
    return "job-1";
  }

  @Override
  public int images() {
    return 1;
  }

  @Override
  public int pictures() {
    return pictures;
  }

  @Override
  public long seed(int picture) {
    return seed + Objects.checkIndex(picture, pictures);
  }

  @Override
  public Optional<Picture> initPicture(int picture) {
    return first;
  }

  @Override
  public String modelHash() {
    return "0".repeat(64);
  }

  @Override
  public int width() {
    return 64;
  }

  @Override
  public int height() {
    return 64;
  }

  @Override
  public int steps() {
    return 20;
  }

  @Override
  public double cfgScale() {
    return 7;
  }

  @Override
  public double[] sigmas() {
    double[] sigmas = new double[steps() + 1];
    for (int i = 0; i < steps(); i++) {
      sigmas[i] = 14.6 * Math.pow(0.03 / 14.6, i / (steps() - 1.0));
    }
    return sigmas;
  }

  @Override
  public int latentSize() {
    return 4 * 8 * 8;
  }

  @Override
  public Vae vae() {
    return vae;
  }
}
