package dev.kiln.plugin.systeminfo.attention;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A laboratory in which the untouched graph takes a second, fast ones a half, slow ones two, and
 * tight ones can do little.
 */
public final class FakeLab implements AttentionLab {
  final List<String> asked = new ArrayList<>();
  boolean generating;
  private final List<String> optimizers;

  public FakeLab(String... optimizers) {
    this.optimizers = List.of(optimizers);
  }

  @Override
  public List<String> optimizers() {
    return optimizers;
  }

  @Override
  public long memory() {
    return 500_000_000;
  }

  @Override
  public boolean generating() {
    return generating;
  }

  @Override
  public List<Trial> site(Site site, List<String> names, int rounds) {
    asked.add(site.tokens() + "x" + site.keyTokens() + " " + names + " " + rounds);
    double size = site.tokens() / 1024.0;
    return names.stream().map(name -> trial(name, size, names, site.tokens())).toList();
  }

  @Override
  public void demandModel(String model) {
    if (model.equals("wrong")) {
      throw new BadRequest("there is no model \"wrong\"");
    }
  }

  @Override
  public List<Trial> unet(String model, int width, int height, List<String> names, int rounds) {
    demandModel(model);
    asked.add(model + " " + width + "x" + height + " " + names + " " + rounds);
    return names.stream().map(name -> trial(name, 1, names, 0)).toList();
  }

  @Override
  public List<NetworkTrial> network(
      Path file, Map<String, Tensor> inputs, List<String> names, int rounds) {
    throw new UnsupportedOperationException("nobody measures a file here");
  }

  private static Trial trial(String name, double size, List<String> names, int tokens) {
    boolean compared = names.contains(UNTOUCHED);
    return switch (name) {
      case UNTOUCHED -> new Trial(name, size, compared ? 0 : Double.NaN, "0/1 sites", "");
      case "sdp" -> new Trial(name, size / 2, compared ? 2e-7 : Double.NaN, "1/1 sites", "");
      case "tight" ->
          tokens > 2000
              ? new Trial(name, size, 0, "0/1 sites", "it would take\n80 slices")
              : new Trial(name, size / (1 + size), 1e-7, "1/1 sites", "");
      default -> new Trial(name, 2 * size, 3e-6, "1/1 sites", "");
    };
  }
}
