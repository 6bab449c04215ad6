package dev.kiln.plugin.lora;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.generate.DenoiseCall;
import dev.kiln.spi.generate.Row;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.hook.DenoiseInterceptor;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.FakeDenoiseCall;
import dev.kiln.spi.testkit.FakeNetwork;
import dev.kiln.spi.testkit.FakePass;
import dev.kiln.spi.testkit.FakeStep;
import dev.kiln.spi.testkit.GraphRunner;
import dev.kiln.spi.testkit.GraphRunner.Input;
import dev.kiln.spi.testkit.TestingUnet;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows with strengths of their own against separate runs with merged weights, 1e-4 relative. */
class RowPatchTest {
  private static final NetworkShape THREE = new NetworkShape(3, 16, 16, 77);
  private static final NetworkShape ONE = new NetworkShape(1, 16, 16, 77);

  @TempDir Path temp;

  /** A row's values of an input. */
  private static Input row(Input all, int row) {
    if (all.shape().length == 0) {
      return all;
    }
    int size = all.values().length / (int) all.shape()[0];
    long[] shape = all.shape().clone();
    shape[0] = 1;
    return new Input(Arrays.copyOfRange(all.values(), row * size, (row + 1) * size), shape);
  }

  private void check(TestingUnet unet, Path first, Path second) {
    LoraSet set =
        new LoraSet(
            List.of(Fixtures.use(first, 0, "x:0.8"), Fixtures.use(second, 1, "y:-0.6")), true);
    TestingUnet fed = unet.with(Fixtures.patcher(), FakeNetwork.with(set).shape(THREE));
    Map<String, Input> inputs = new LinkedHashMap<>(unet.inputs(THREE));
    // Part 0 with the first, part 1 with the second, and the negative prompt.
    inputs.put(RowPatch.INPUT, new Input(new float[] {0.8f, 0, 0, -0.6f, 0, 0}, 3, 2));
    float[] rows = run(fed, inputs, 3);
    List<LoraSet> alone =
        List.of(
            new LoraSet(List.of(Fixtures.use(first, 0.8)), false),
            new LoraSet(List.of(Fixtures.use(second, -0.6)), false),
            LoraSet.EMPTY);
    for (int i = 0; i < 3; i++) {
      TestingUnet merged = unet.with(Fixtures.patcher(), FakeNetwork.with(alone.get(i)).shape(ONE));
      Map<String, Input> one = new LinkedHashMap<>();
      int at = i;
      unet.inputs(THREE).forEach((name, input) -> one.put(name, row(input, at)));
      float[] wanted = run(merged, one, 1);
      float[] found = Arrays.copyOfRange(rows, i * wanted.length, (i + 1) * wanted.length);
      assertThat(GraphRunner.difference(found, wanted)).isLessThan(1e-4);
      assertThat(i == 2 || GraphRunner.difference(found, run(unet, one, 1)) > 1e-3).isTrue();
    }
  }

  private static float[] run(TestingUnet unet, Map<String, Input> inputs, int rows) {
    try (GraphRunner run = unet.open()) {
      return run.run(inputs, "out_sample", rows, 4, 16, 16);
    }
  }

  @Test
  void theProjectsFiles() {
    check(TestingUnet.standard(), Fixtures.model("couple"), Fixtures.model("cape"));
  }

  /** Products, kernels with strides, and a kind without low rank, on what exporters write. */
  @ParameterizedTest
  @ValueSource(strings = {"unet-eager-14", "unet-sdpa-17", "unet-dynamo-20", "unet-dynamo-23"})
  void allLayersOfAllExporters(String name) {
    TestingUnet unet = TestingUnet.exported(name);
    check(
        unet,
        UnetLoras.lowRank(unet, temp.resolve("low.safetensors")),
        UnetLoras.dense(unet, temp.resolve("dense.safetensors")));
  }

  @Test
  void eachRowIsFedItsPartsStrengthWhileItsStepsLast() {
    Path file = Fixtures.model("cape");
    LoraSet set =
        new LoraSet(
            List.of(
                Fixtures.use(file, 0, "x:0.8:stop=2"), Fixtures.use(file, 1, "y:1:-0.6:start=1")),
            true);
    FakePass pass = FakePass.with();
    pass.keep(set);
    List<Row> rows =
        List.of(
            new Row(0, Row.Role.COND, 0, 1),
            new Row(0, Row.Role.COND, 1, 1),
            new Row(0, Row.Role.UNCOND, 0, 1));
    float[][] fed = new float[3][];
    try (DenoiseInterceptor interceptor = new LoraRows().open(pass).orElseThrow()) {
      for (int step = 0; step < 3; step++) {
        interceptor.intercept(new Fed(rows, step, fed));
      }
    }
    assertThat(fed[0]).containsExactly(0.8f, 0, 0, 0, 0, 0);
    assertThat(fed[1]).containsExactly(0.8f, 0, 0, -0.6f, 0, 0);
    assertThat(fed[2]).containsExactly(0, 0, 0, -0.6f, 0, 0);
  }

  /** A call that notes what it was fed. */
  private static final class Fed implements DenoiseCall {
    private final FakeDenoiseCall call;
    private final float[][] fed;

    Fed(List<Row> rows, int step, float[][] fed) {
      this.fed = fed;
      call =
          new FakeDenoiseCall(
              FakeStep.of(step, 3, 1),
              rows,
              List.of(),
              Tensor.zeros(3, 4, 2, 2),
              Tensor.zeros(3, 4, 2, 2),
              any -> {});
    }

    @Override
    public void feed(String input, Tensor values) {
      assertThat(input).isEqualTo("lora_strengths");
      fed[step().step()] = values.data().clone();
    }

    @Override
    public void proceed(String variant) {
      call.proceed(variant);
    }

    @Override
    public Tensor output(String name) {
      return call.output(name);
    }

    @Override
    public dev.kiln.spi.generate.StepView step() {
      return call.step();
    }

    @Override
    public int rows() {
      return call.rows();
    }

    @Override
    public Row row(int index) {
      return call.row(index);
    }

    @Override
    public Tensor sample() {
      return call.sample();
    }

    @Override
    public double timestep() {
      return call.timestep();
    }

    @Override
    public Tensor conditioning(int row) {
      return call.conditioning(row);
    }

    @Override
    public Tensor denoised() {
      return call.denoised();
    }

    @Override
    public void proceed() {
      call.proceed();
    }

    @Override
    public void proceed(Row.Role role) {
      call.proceed(role);
    }
  }
}
