package dev.kiln.host.pipeline.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.TooLarge;
import dev.kiln.host.model.Model;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.pipeline.Settled;
import dev.kiln.host.pipeline.hook.AttentionWish;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.pipeline.hook.RequestFacts;
import dev.kiln.host.pipeline.hook.RequestState;
import dev.kiln.host.pipeline.hook.SessionPlans;
import dev.kiln.host.pipeline.start.FirstLatents;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.generate.Conditions;
import dev.kiln.spi.generate.Conditions.Entry;
import dev.kiln.spi.generate.Conditions.Part;
import dev.kiln.spi.generate.Conditions.Timeline;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How many conditions of an image are evaluated at once, and that their number changes nothing. */
class MemoryDemandTest {
  /** Scores of one row at 1024x1024 and what softmax makes of them: 16384² of 4 heads, floats. */
  private static final long ROW = (long) (1.2 * 2 * 4 * 4 * 16384.0 * 16384);

  @TempDir static Path temp;
  private static ModelStore models;
  private static ModelStore.Lease lease;

  @BeforeAll
  static void open() {
    models = DefaultModel.store(temp);
    lease = models.use("default", "");
  }

  @AfterAll
  static void close() {
    lease.close();
    models.close();
  }

  private static int rowsAtOnce(int rows, double fitting) {
    NetworkShape shape = new NetworkShape(rows, 128, 128, 77);
    return new MemoryDemand(lease.model(), false).demand(shape, (long) (fitting * ROW));
  }

  @Test
  void asManyRowsAreTakenAtOnceAsFit() {
    assertThat(rowsAtOnce(5, 5.01)).isEqualTo(5);
    assertThat(rowsAtOnce(5, 4.99)).isEqualTo(4);
    assertThat(rowsAtOnce(5, 2.01)).isEqualTo(2);
    assertThat(rowsAtOnce(2, 100)).isEqualTo(2);
    assertThat(rowsAtOnce(1, 1.01)).isEqualTo(1);
  }

  @Test
  void lessThanTwoIsRefused() {
    assertThatThrownBy(() -> rowsAtOnce(5, 1.9))
        .isInstanceOf(TooLarge.class)
        .hasMessage(
            "1024x1024 needs about 20.6 GB for attention and 19.6 GB are free; ask for a smaller size");
  }

  /** Four values of 32 channels at 2048x2048, unless patches leave a share of them. */
  @Test
  void aDecoderThatDoesNotFitIsRefusedUnlessAPatchMakesItFit() {
    NetworkShape shape = new NetworkShape(2, 256, 256, 77);
    MemoryDemand demand = new MemoryDemand(lease.model(), true);
    assertThatThrownBy(() -> demand.demandDecoder(shape, 1, 2_000_000_000))
        .isInstanceOf(TooLarge.class)
        .hasMessage(
            "2048x2048 needs about 2.1 GB to decode and 2.0 GB are free; ask for a smaller size");
    demand.demandDecoder(shape, 0.25, 2_000_000_000);
    assertThatThrownBy(() -> demand.demandDecoder(shape, 0.25, 500_000_000))
        .hasMessageStartingWith("2048x2048 needs about 0.5 GB to decode");
  }

  private static Part part(int seed) {
    Random random = new Random(seed);
    Tensor embedding = Tensor.zeros(77, 128);
    for (int i = 0; i < embedding.size(); i++) {
      embedding.data()[i] = (float) random.nextGaussian();
    }
    return new Part(1, new Timeline(List.of(new Entry(99, embedding))));
  }

  private static Tensor predicted(int rowsAtOnce) {
    Model model = lease.model();
    Conditions conditions =
        new Conditions(
            IntStream.range(0, 4).mapToObj(MemoryDemandTest::part).toList(), part(9).timeline());
    GenerationRequest request = GenerationRequest.of("a girl").model("default").seed(1).build();
    HookSource.Hooks hooks = HookSource.NONE.open(request);
    Settled settled = Settled.of(request, model, hooks);
    SessionPlans plans =
        new SessionPlans(hooks, new AttentionWish("", false, 1L << 30, ""), settled.networkShape());
    StepClock clock = new StepClock(20, 20);
    try (RunControl control = new RunControl(model.runtime());
        PassUnet unet = new PassUnet(model, plans, settled.networkShape(), control, rowsAtOnce);
        PassHooks passHooks = new PassHooks(hooks, plugin -> null, "")) {
      VaeChain vae = new VaeChain(hooks, new RequestState(RequestFacts.NONE));
      RequestNetworks networks = new RequestNetworks(model, models.networks(), plans, vae, control);
      FirstLatents first =
          new FirstLatents(
              settled.request(),
              settled.pictures(),
              networks,
              new MaskChain(hooks, new RequestState(RequestFacts.NONE)));
      PassSpec spec = settled.pass(0, List.of(conditions), first);
      RowSet rows = new RowSet(clock, spec.conditions(), false, false);
      ModelDenoiser denoiser = new ModelDenoiser(spec, unet, passHooks, clock, rows);
      return denoiser.denoise(spec.latents(), 14.6).copy();
    }
  }

  @Test
  void inSeveralRunsThePredictionIsTheSame() {
    Tensor whole = predicted(5);
    for (int rows = 2; rows < 5; rows++) {
      Tensor parts = predicted(rows);
      double most = 0;
      double scale = 0;
      for (int i = 0; i < whole.size(); i++) {
        most = Math.max(most, Math.abs(whole.data()[i] - parts.data()[i]));
        scale = Math.max(scale, Math.abs(whole.data()[i]));
      }
      assertThat(most / scale).isLessThan(1e-5);
    }
  }
}
