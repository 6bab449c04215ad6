package dev.kiln.host.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.graph.recipe.GraphPart;
import dev.kiln.host.graph.recipe.GraphRecipe;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.onnx.SessionCache;
import dev.kiln.host.onnx.SessionWishes;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.weights.wide.WideWeights;
import dev.kiln.spi.graph.GraphPatch;
import dev.kiln.spi.graph.LinearLayer;
import dev.kiln.spi.graph.NetworkGraph;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.NetworkShape;
import dev.kiln.spi.graph.NetworkWeights;
import dev.kiln.spi.graph.WeightsPatch;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The default model's UNet as if it were large. */
class LiveSessionsTest {
  @TempDir Path temp;

  /** Projections to queries times a number; with kernels, convolutions too. */
  private record Scale(float factor, boolean kernels) implements WeightsPatch {
    @Override
    public String fingerprint() {
      return factor + " " + kernels;
    }

    @Override
    public void apply(NetworkWeights weights) {
      for (LinearLayer layer : weights.linears()) {
        if (layer.path().endsWith("to_q") || kernels && layer.path().endsWith("conv1")) {
          float[] values = weights.read(layer);
          for (int i = 0; i < values.length; i++) {
            values[i] *= factor;
          }
          weights.write(layer, values);
        }
      }
    }
  }

  /** A change of structure that computes the same. */
  private record Same() implements GraphPatch {
    @Override
    public String fingerprint() {
      return "same";
    }

    @Override
    public void apply(NetworkGraph network) {
      LinearLayer layer = network.linears().get(5);
      network.replace(layer.output(), network.editor().mul(layer.output(), 1));
    }
  }

  private static SessionPlan plan(GraphPatch... patches) {
    List<GraphPart<GraphPatch>> parts = new ArrayList<>();
    for (GraphPatch patch : patches) {
      parts.add(new GraphPart<>("tested", "jar", "", patch, null));
    }
    NetworkShape shape = new NetworkShape(1, 16, 16, 77);
    return new SessionPlan(
        new GraphRecipe(NetworkKind.UNET, parts, List.of(), "", shape), new SessionWishes());
  }

  private PlannedSessions network(long liveBytes) {
    ModelHashes hashes = new ModelHashes(temp.resolve("hashes.json"));
    WideWeights wide = new WideWeights(hashes, temp.resolve("f32"), 1L << 30);
    SessionOpener opener = new SessionOpener(OrtRuntime.open(), wide, 1L << 30, liveBytes);
    ModelSource source = new ModelCatalog(DefaultModel.models(), hashes).choose("");
    return new PlannedSessions(opener, source, NetworkKind.UNET);
  }

  private static float[] predict(Unet unet, SessionPlan plan) {
    Tensor sample = Tensor.zeros(1, 4, 16, 16);
    Tensor text = Tensor.zeros(77, 128);
    for (int i = 0; i < sample.size(); i++) {
      sample.data()[i] = (float) Math.sin(i);
    }
    for (int i = 0; i < text.size(); i++) {
      text.data()[i] = (float) Math.cos(3 * i);
    }
    Evaluation once = new Evaluation(sample, 431, new Tensor[] {text});
    try (RunControl control = new RunControl(OrtRuntime.open());
        UnetRun run = new UnetRun(unet, plan, 16, 16, control)) {
      run.evaluate(once, 0, 1);
    }
    return once.denoised().data().clone();
  }

  @Test
  void oneSessionServesSetAfterSetToTheLastBit() {
    List<SessionPlan> plans =
        Stream.of(0.5f, 0.8f, 1.1f, 1.3f, 2f)
            .map(factor -> plan(new Scale(factor, false)))
            .toList();
    List<float[]> alone = new ArrayList<>();
    for (SessionPlan plan : plans) {
      try (Unet unet = new Unet(network(0))) {
        alone.add(predict(unet, plan));
      }
    }
    assertThat(alone).doesNotHaveDuplicates();
    Set<PatchedSession> sessions = new HashSet<>();
    try (Unet unet = new Unet(network(0))) {
      for (int i = 0; i < 200; i++) {
        SessionPlan plan = plans.get(i * 7 % 5);
        try (SessionCache.Lease<PatchedSession> lease = unet.use(plan)) {
          sessions.add(lease.value());
        }
        if (i % 20 < 5) {
          assertThat(predict(unet, plan)).isEqualTo(alone.get(i * 7 % 5));
        }
      }
    }
    assertThat(sessions).as("sessions of 200 switches").hasSize(1);
  }

  @Test
  void ofASmallNetworkEachSetHasASession() {
    try (Unet unet = new Unet(network(Long.MAX_VALUE));
        SessionCache.Lease<PatchedSession> a = unet.use(plan(new Scale(0.5f, false)));
        SessionCache.Lease<PatchedSession> b = unet.use(plan(new Scale(0.8f, false)))) {
      assertThat(a.value()).isNotEqualTo(b.value());
      assertThat(a.value().live()).isEmpty();
    }
  }

  @Test
  void whoDrawsKeepsHisWeightsAndTheIdleSessionIsTakenFirst() {
    SessionPlan half = plan(new Scale(0.5f, false));
    SessionPlan twice = plan(new Scale(2, false));
    try (Unet unet = new Unet(network(0))) {
      float[] expected = predict(unet, half);
      PatchedSession first;
      try (SessionCache.Lease<PatchedSession> drawing = unet.use(half)) {
        first = drawing.value();
        try (SessionCache.Lease<PatchedSession> other = unet.use(twice);
            SessionCache.Lease<PatchedSession> same = unet.use(half)) {
          assertThat(other.value()).isNotEqualTo(first);
          assertThat(same.value()).isEqualTo(first);
        }
        assertThat(predict(unet, half)).isEqualTo(expected);
      }
      try (SessionCache.Lease<PatchedSession> later = unet.use(plan(new Scale(3, false)))) {
        assertThat(later.value()).isEqualTo(first);
      }
    }
  }

  @Test
  void theModelsOwnWeightsComeBackInTheIdleSession() {
    try (Unet unet = new Unet(network(0))) {
      PatchedSession live;
      try (SessionCache.Lease<PatchedSession> lease = unet.use(plan(new Scale(2, false)))) {
        live = lease.value();
      }
      float[] own = predict(unet, plan());
      try (SessionCache.Lease<PatchedSession> lease = unet.use(plan())) {
        assertThat(lease.value()).isEqualTo(live);
      }
      try (Unet plain = new Unet(network(Long.MAX_VALUE))) {
        assertThat(difference(own, predict(plain, plan()))).isLessThan(1e-5);
      }
    }
  }

  @Test
  void convolutionsGetASessionOfTheirOwn() {
    try (Unet unet = new Unet(network(0));
        Unet plain = new Unet(network(Long.MAX_VALUE))) {
      SessionPlan kernels = plan(new Scale(0.9f, true));
      float[] expected = predict(plain, kernels);
      assertThat(predict(unet, kernels)).isEqualTo(expected);
      float[] half = predict(unet, plan(new Scale(0.5f, false)));
      assertThat(predict(unet, kernels)).isEqualTo(expected);
      assertThat(predict(unet, plan(new Scale(0.5f, false)))).isEqualTo(half);
    }
  }

  @Test
  void anotherStructureIsAnotherSessionAndWhatComesAfterItIsNoMatterOfWeights() {
    try (Unet unet = new Unet(network(0));
        SessionCache.Lease<PatchedSession> a = unet.use(plan(new Scale(2, false)));
        SessionCache.Lease<PatchedSession> b = unet.use(plan(new Scale(2, false), new Same()));
        SessionCache.Lease<PatchedSession> c = unet.use(plan(new Same(), new Scale(2, false)))) {
      assertThat(a.value()).isNotEqualTo(b.value());
      assertThat(b.value().live()).isPresent();
      assertThat(c.value().live()).isEmpty();
    }
  }

  private static double difference(float[] a, float[] b) {
    double most = 0;
    double scale = 0;
    for (int i = 0; i < b.length; i++) {
      most = Math.max(most, Math.abs(a[i] - b[i]));
      scale = Math.max(scale, Math.abs(b[i]));
    }
    return most / scale;
  }
}
