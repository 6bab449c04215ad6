package dev.kiln.plugin.latentcouple;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.hook.GraphPatcher;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.GraphRunner.Input;
import dev.kiln.spi.testkit.TestingUnet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The patched UNet against runs of the same UNet that know nothing of joined tokens. */
class AttentionPatchTest {
  private static final int LEVELS = 4;

  /**
   * @param lengths tokens of each part; the negative prompt has 77
   */
  private record Case(
      TestingUnet unet, CoupleOptions options, List<Integer> lengths, int height, int width) {
    JoinedTokens tokens() {
      int sum = lengths.stream().mapToInt(Integer::intValue).sum();
      List<Integer> all = new ArrayList<>(lengths);
      all.add((77 - sum % 77) % 77);
      return new JoinedTokens(all, 77, lengths.stream().map(any -> 1.0).toList());
    }

    RegionPlan plan() {
      return new RegionPlan(options, Rectangles.of(options), lengths.size(), false);
    }

    Filters filters() {
      return plan()
          .layout()
          .filters(height, width)
          .forParts(lengths.size())
          .softened(options.softBorder() / 8);
    }

    NetworkShape shape(int rows) {
      return new NetworkShape(rows, height, width, tokens().total());
    }

    Map<String, Input> inputs(int rows) {
      Map<String, Input> inputs = new LinkedHashMap<>(unet.inputs(shape(rows)));
      int width = (int) inputs.get("encoder_hidden_states").shape()[2];
      if (rows == 2) {
        // The negative prompt's row holds it again and again.
        float[] text = inputs.get("encoder_hidden_states").values();
        int one = 77 * width;
        for (int i = text.length / 2 + one; i < text.length; i++) {
          text[i] = text[i - one];
        }
      }
      return inputs;
    }

    float[] patched(int rows) {
      FakeNetwork network = FakeNetwork.with(tokens(), plan()).shape(shape(rows));
      Map<String, Input> inputs = inputs(rows);
      Tensor maps = new FedMaps(plan(), tokens(), filters()).regional();
      inputs.put(
          RegionMaps.INPUT, new Input(maps.data(), 1, maps.dim(1), maps.dim(2), maps.dim(3)));
      return run(unet.with(new RegionAttention(), network), inputs, rows);
    }

    private float[] run(TestingUnet network, Map<String, Input> inputs, int rows) {
      try (GraphRunner run = network.open()) {
        return run.run(
            inputs,
            network.graph().outputs().get(0).name(),
            rows,
            inputs.get("sample").shape()[1],
            height,
            width);
      }
    }

    /** What an unpatched run of one row on some of its tokens predicts. */
    float[] plain(int row, int from, int count) {
      Map<String, Input> inputs = row(inputs(2), row);
      Input text = inputs.get("encoder_hidden_states");
      int width = (int) text.shape()[2];
      float[] own = Arrays.copyOfRange(text.values(), from * width, (from + count) * width);
      inputs.put("encoder_hidden_states", new Input(own, 1, count, width));
      return run(unet, inputs, 1);
    }

    private static Map<String, Input> row(Map<String, Input> inputs, int row) {
      Map<String, Input> one = new LinkedHashMap<>();
      inputs.forEach(
          (name, input) -> {
            long[] shape = input.shape().clone();
            if (shape.length > 0 && shape[0] == 2) {
              shape[0] = 1;
              int size = input.values().length / 2;
              one.put(
                  name,
                  new Input(
                      Arrays.copyOfRange(input.values(), row * size, (row + 1) * size), shape));
            } else {
              one.put(name, input);
            }
          });
      return one;
    }

    /** The first row by {@link SeparateAttention}. */
    float[] separate() {
      int base = plan().layout().base().orElse(-1);
      GraphPatcher patcher = any -> Optional.of(new SeparateAttention(lengths, base));
      TestingUnet network = unet.with(patcher, FakeNetwork.with().shape(shape(1)));
      Map<String, Input> inputs = row(inputs(2), 0);
      List<String> declared = network.graph().inputs().stream().map(port -> port.name()).toList();
      for (int level = 0; level < LEVELS; level++) {
        if (declared.contains(SeparateAttention.input(level))) {
          inputs.put(SeparateAttention.input(level), maps(level, base));
        }
      }
      return run(network, inputs, 1);
    }

    private Input maps(int level, int base) {
      int rows = (height + (1 << level) - 1) >> level;
      int columns = (width + (1 << level) - 1) >> level;
      int parts = lengths.size();
      float[] all = new float[(parts + 1) * rows * columns];
      for (int i = 0; i < all.length; i++) {
        int part = i / (rows * columns);
        int row = i / columns % rows;
        all[i] = (float) mean(part, base, row << level, i % columns << level, 1 << level);
      }
      return new Input(all, 1, parts + 1, rows * columns);
    }

    private double mean(int part, int base, int top, int left, int side) {
      double sum = 0;
      int count = 0;
      for (int y = top; y < Math.min(height, top + side); y++) {
        for (int x = left; x < Math.min(width, left + side); x++) {
          sum += value(part, base, y * width + x);
          count++;
        }
      }
      return sum / count;
    }

    private double value(int part, int base, int cell) {
      double regions = 0;
      for (int other = 0; other < lengths.size(); other++) {
        regions += other == base ? 0 : filters().maps().get(other)[cell];
      }
      if (part < lengths.size()) {
        return part == base ? 0 : filters().maps().get(part)[cell];
      } else if (base < 0) {
        return 0;
      }
      double own = filters().maps().get(base)[cell];
      return options.base() >= 0 ? options.base() : own / (own + regions);
    }
  }

  private static float[] first(float[] rows) {
    return Arrays.copyOf(rows, rows.length / 2);
  }

  private static float[] second(float[] rows) {
    return Arrays.copyOfRange(rows, rows.length / 2, rows.length);
  }

  private static CoupleOptions halves(double base) {
    return TestingOptions.with("mode", "attention", "base", base);
  }

  @ParameterizedTest
  @CsvSource({"16, 16, -1, 0", "16, 24, 0.4, 0", "15, 17, -1, 0", "16, 16, -1, 32", "11, 9, 0, 24"})
  void aPlaceReadsItsRegionsAsIfEachWereAnAttentionOfItsOwn(
      int height, int width, double base, double soft) {
    CoupleOptions options =
        TestingOptions.with("mode", "attention", "base", base, "softBorder", soft);
    Case it = new Case(TestingUnet.standard(), options, List.of(77, 77, 154), height, width);
    float[] found = it.patched(2);
    assertThat(GraphRunner.difference(first(found), it.separate())).isLessThan(1e-5);
    assertThat(GraphRunner.difference(second(found), it.plain(1, 0, 77))).isLessThan(1e-5);
  }

  @Test
  void regionsWithoutACommonPromptShareThePicture() {
    CoupleOptions options =
        TestingOptions.with(
            "mode",
            "attention",
            "divisions",
            "1:2,1:2,2:1",
            "positions",
            "0:0,0:1,1:0",
            "weights",
            "1,1,3");
    Case it = new Case(TestingUnet.standard(), options, List.of(77, 77, 77), 16, 16);
    assertThat(GraphRunner.difference(first(it.patched(2)), it.separate())).isLessThan(1e-5);
  }

  @Test
  void oneRegionEverywhereIsThePromptAlone() {
    CoupleOptions options =
        TestingOptions.with(
            "mode", "attention", "divisions", "1:2,1:1", "positions", "0:0,0:0", "weights", "0,1");
    Case it = new Case(TestingUnet.standard(), options, List.of(77, 77), 16, 16);
    assertThat(GraphRunner.difference(first(it.patched(2)), it.plain(0, 77, 77))).isLessThan(1e-5);
  }

  @Test
  void aRunOfThePromptAloneIsTheSame() {
    Case it = new Case(TestingUnet.standard(), halves(-1), List.of(77, 77, 77), 16, 16);
    Map<String, Input> both = it.inputs(2);
    assertThat(it.inputs(1).get("sample").values()[0]).isEqualTo(both.get("sample").values()[0]);
    assertThat(GraphRunner.difference(it.patched(1), first(it.patched(2)))).isLessThan(1e-5);
  }

  @ParameterizedTest
  @CsvSource({"unet-eager-14", "unet-sdpa-17", "unet-dynamo-20", "unet-dynamo-23"})
  void whateverItsExporterWrote(String exporter) {
    Case it = new Case(TestingUnet.exported(exporter), halves(0.3), List.of(77, 77, 77), 13, 10);
    assertThat(GraphRunner.difference(first(it.patched(2)), it.separate())).isLessThan(1e-5);
  }

  @Test
  void regionsMatter() {
    Case it = new Case(TestingUnet.standard(), halves(-1), List.of(77, 77, 77), 16, 16);
    Case other =
        new Case(
            TestingUnet.standard(),
            TestingOptions.with("mode", "attention", "positions", "0:0,0:1,0:0"),
            List.of(77, 77, 77),
            16,
            16);
    assertThat(GraphRunner.difference(first(it.patched(2)), first(other.patched(2))))
        .isGreaterThan(1e-3);
  }
}
