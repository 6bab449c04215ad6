package dev.kiln.plugin.systeminfo.micro;

import dev.kiln.plugin.systeminfo.ProductPeak;
import dev.kiln.plugin.systeminfo.Timing;
import dev.kiln.spi.host.AttentionLab;
import dev.kiln.spi.host.NetworkProfiles;
import dev.kiln.spi.host.NetworkProfiles.Block;
import dev.kiln.spi.host.NetworkProfiles.Kind;
import dev.kiln.spi.host.NetworkProfiles.Profile;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Splits a step of a UNet by kind of layer, beside convolutions alone and the machine's best. */
@Singleton
final class LayerBenchmark {
  /** Sides of latents of 512, 1024 and 1536 pixels. */
  private static final List<Integer> SIDES = List.of(64, 128, 192);

  /** Prompt and negative prompt. */
  private static final int ROWS = 2;

  /** Of the first level of Stable Diffusion 1: 320 channels. */
  private static final int HEADS = 8;

  private static final int HEAD_SIZE = 40;

  private final AttentionLab lab;
  private final NetworkProfiles profiles;
  private final ProductPeak product;

  @Inject
  LayerBenchmark(AttentionLab lab, NetworkProfiles profiles, ProductPeak product) {
    this.lab = lab;
    this.profiles = profiles;
    this.product = product;
  }

  /**
   * What is split.
   *
   * @param model name or path; empty for the default model
   * @param attention an optimizer; empty for sdp where it is installed
   */
  record Wish(String model, int width, int height, String attention) {}

  LayerTable run(Wish wish, Consumer<String> progress) {
    String attention = wish.attention().isEmpty() ? preferred() : wish.attention();
    String size = wish.width() + "x" + wish.height();
    String name = (wish.model().isEmpty() ? "default" : wish.model()) + " " + size;
    progress.accept(name + " with " + attention);
    // Between the networks, as what else the machine does changes meanwhile.
    double peak = product.measure();
    Profile unet =
        profiles.unet(wish.model(), wish.width(), wish.height(), attention, MicroBenchmark.SECONDS);
    List<LayerRow> rows = new ArrayList<>(LayerRow.split(name, unet));
    for (int side : SIDES) {
      peak = Math.max(peak, product.measure());
      String resnet = "resnet 320 at " + side + "x" + side;
      progress.accept(resnet);
      Block block = new Block(Kind.RESNET, ROWS, side * side, HEADS, HEAD_SIZE);
      rows.add(
          LayerRow.convolutions(
              resnet, profiles.block(block, AttentionLab.UNTOUCHED, MicroBenchmark.SECONDS)));
    }
    peak = Math.max(peak, product.measure());
    return new LayerTable(attention, Timing.of(unet.seconds()), peak, List.copyOf(rows));
  }

  private String preferred() {
    return lab.optimizers().contains("sdp") ? "sdp" : AttentionLab.UNTOUCHED;
  }
}
