package dev.kiln.plugin.systeminfo.micro;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.NetworkProfiles;
import java.util.ArrayList;
import java.util.List;

/**
 * Networks of which a run takes a tenth of a second: convolutions 40 ms, linear layers 20,
 * attention 20, norms 10, others 5, and 5 outside of all.
 */
public final class FakeProfiles implements NetworkProfiles {
  final List<String> asked = new ArrayList<>();

  private static final Profile PROFILE =
      new Profile(
          List.of(0.1, 0.09, 0.11),
          List.of(
              new Layer("a", "Conv", LayerKind.CONVOLUTION, 0.03, 3e9),
              new Layer("b", "ReorderInput", LayerKind.CONVOLUTION, 0.01, 0),
              new Layer("c", "MatMul", LayerKind.LINEAR, 0.02, 1e9),
              new Layer("d", "MultiHeadAttention", LayerKind.ATTENTION, 0.02, 0.5e9),
              new Layer("e", "LayerNormalization", LayerKind.NORM, 0.01, 0),
              new Layer("f", "Add", LayerKind.REST, 0.005, 0)));

  @Override
  public Profile unet(String model, int width, int height, String attention, double seconds) {
    asked.add("%s %dx%d %s %s".formatted(model, width, height, attention, seconds));
    return PROFILE;
  }

  @Override
  public Profile block(Block block, String attention, double seconds) {
    if (block.kind() == Kind.SWIN && attention.equals("none") && seconds > 0) {
      throw new BadRequest("it needs about 9.9 GB, which are not free");
    }
    asked.add(BlockWord.of(block) + " " + attention + " " + seconds);
    return PROFILE;
  }

  /** 2 · 2048³ operations in 0.1 s: 171.8 GFLOP/s. */
  @Override
  public Profile product(int size, double seconds) {
    asked.add("product " + size);
    return new Profile(List.of(0.2, 0.1, 0.3), List.of());
  }
}
