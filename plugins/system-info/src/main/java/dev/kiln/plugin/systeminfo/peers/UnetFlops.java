package dev.kiln.plugin.systeminfo.peers;

import dev.kiln.spi.BadRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Floating point operations of one evaluation of a UNet for one row, by the shapes in its {@code
 * config.json}: two for each multiplication with its addition, in convolutions, linear layers and
 * the products of attention. Norms and activations are not counted, nor what a program computes
 * more or less than that.
 */
final class UnetFlops {
  private static final int PROMPT_TOKENS = 77;

  private final int crossSize;
  private final int transformerLayers;
  private final int timeSize;
  private double total;
  private int channels;
  private int height;
  private int width;

  private UnetFlops(int crossSize, int transformerLayers, int timeSize) {
    this.crossSize = crossSize;
    this.transformerLayers = transformerLayers;
    this.timeSize = timeSize;
  }

  /**
   * @param config of diffusers' {@code UNet2DConditionModel}
   * @param height of the latents
   * @param width of the latents
   * @throws BadRequest when a field is missing or of a kind that is not counted here
   */
  static double of(Map<String, ?> config, int height, int width) {
    List<Integer> sizes = numbers(config, "block_out_channels");
    List<Boolean> down = attends(config, "down_block_types");
    List<Boolean> up = attends(config, "up_block_types");
    int layers = number(config, "layers_per_block");
    int perBlock =
        config.containsKey("transformer_layers_per_block")
            ? number(config, "transformer_layers_per_block")
            : 1;
    UnetFlops flops =
        new UnetFlops(number(config, "cross_attention_dim"), perBlock, 4 * sizes.get(0));
    flops.height = height;
    flops.width = width;
    flops.channels = number(config, "in_channels");
    flops.linear(1, sizes.get(0), flops.timeSize);
    flops.linear(1, flops.timeSize, flops.timeSize);
    Deque<Integer> skips = new ArrayDeque<>();
    flops.convolution(sizes.get(0), 3);
    skips.push(flops.channels);
    for (int i = 0; i < sizes.size(); i++) {
      flops.downBlock(sizes.get(i), layers, down.get(i), i + 1 < sizes.size(), skips);
    }
    flops.residual(0, flops.channels);
    flops.transformer();
    flops.residual(0, flops.channels);
    for (int i = 0; i < sizes.size(); i++) {
      int size = sizes.get(sizes.size() - 1 - i);
      flops.upBlock(size, layers + 1, up.get(i), i + 1 < sizes.size(), skips);
    }
    flops.convolution(number(config, "out_channels"), 3);
    return flops.total;
  }

  private void downBlock(
      int size, int layers, boolean attends, boolean halves, Deque<Integer> skips) {
    for (int i = 0; i < layers; i++) {
      residual(0, size);
      if (attends) {
        transformer();
      }
      skips.push(channels);
    }
    if (halves) {
      height = (height + 1) / 2;
      width = (width + 1) / 2;
      convolution(size, 3);
      skips.push(channels);
    }
  }

  private void upBlock(
      int size, int layers, boolean attends, boolean doubles, Deque<Integer> skips) {
    for (int i = 0; i < layers; i++) {
      residual(skips.pop(), size);
      if (attends) {
        transformer();
      }
    }
    if (doubles) {
      height *= 2;
      width *= 2;
      convolution(size, 3);
    }
  }

  /**
   * @param skipped channels that are joined to the input
   */
  private void residual(int skipped, int out) {
    int in = channels + skipped;
    channels = in;
    if (in != out) {
      convolution(out, 1);
      channels = in;
    }
    convolution(out, 3);
    convolution(out, 3);
    linear(1, timeSize, out);
  }

  private void transformer() {
    double tokens = (double) height * width;
    convolution(channels, 1);
    for (int i = 0; i < transformerLayers; i++) {
      linear(6 * tokens, channels, channels);
      linear(2 * PROMPT_TOKENS, crossSize, channels);
      total += 4 * tokens * (tokens + PROMPT_TOKENS) * channels;
      linear(tokens, channels, 8 * channels);
      linear(tokens, 4 * channels, channels);
    }
    convolution(channels, 1);
  }

  private void convolution(int out, int kernel) {
    linear((double) height * width, channels * kernel * kernel, out);
    channels = out;
  }

  private void linear(double rows, int in, int out) {
    total += 2 * rows * in * out;
  }

  private static List<Boolean> attends(Map<String, ?> config, String field) {
    return list(config, field).stream().map(it -> it.toString().startsWith("CrossAttn")).toList();
  }

  private static List<Integer> numbers(Map<String, ?> config, String field) {
    List<?> list = list(config, field);
    return IntStream.range(0, list.size()).mapToObj(i -> number(list.get(i), field)).toList();
  }

  private static List<?> list(Map<String, ?> config, String field) {
    if (config.get(field) instanceof List<?> list) {
      return list;
    }
    throw wrong(field, config.get(field));
  }

  private static int number(Map<String, ?> config, String field) {
    return number(config.get(field), field);
  }

  private static int number(@Nullable Object value, String field) {
    if (value instanceof Number number) {
      return number.intValue();
    }
    throw wrong(field, value);
  }

  private static BadRequest wrong(String field, @Nullable Object value) {
    return new BadRequest(
        "the UNet's config.json has %s for %s, whose operations are not counted; the peers take"
                .formatted(value, field)
            + " models of Stable Diffusion 1 and 2");
  }
}
