package dev.kiln.host.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.hook.AttentionWish;
import dev.kiln.host.pipeline.hook.ConvolutionWish;
import dev.kiln.host.plugin.PluginContributions.OptimizerLine;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.RequestFields;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredAttentionTest {
  private static final long MEMORY = 1 << 20;
  private static final String UNMEASURED = "highest rank (100); not measured at 128x128 yet";

  @TempDir static Path shared;
  private static ModelStore models;
  private static ModelStore.Lease lease;

  @TempDir Path temp;
  private final List<OptimizerLine> lines = new ArrayList<>();
  private List<OptimizerLine> convolutions = List.of();
  private Measurements<Measured> known;
  private Path file;

  @BeforeAll
  static void open() {
    models = DefaultModel.store(shared);
    lease = models.use("");
  }

  @AfterAll
  static void close() {
    lease.close();
    models.close();
  }

  @BeforeEach
  void memory() {
    file = temp.resolve("home").resolve("attention.json");
    known = new Measurements<>(file, Measured.class);
    lines.add(line("fast", "build one of fast", 100));
    lines.add(line("slow", "build one of slow", 10));
  }

  @AfterEach
  void noTraces() {
    lines.clear();
  }

  @Test
  void whatTheRequestNamesComesFirst() {
    remember("fast");
    AttentionWish wish = chooser("fast").wish(request("SLOW "), lease.model());
    assertThat(wish).isEqualTo(new AttentionWish("slow", true, MEMORY, "asked for"));
    assertThat(chooser().wish(request("None"), lease.model()))
        .isEqualTo(new AttentionWish("none", true, MEMORY, "asked for"));
  }

  @Test
  void thenComesWhatDrewThePictureThatIsDrawnAgain() {
    remember("fast");
    GenerationRequest again =
        GenerationRequest.of("").with(RequestFields.OPERATORS, "slow x.y=1 1a2b3c4d").build();
    GenerationRequest elsewhere =
        GenerationRequest.of("").with(RequestFields.OPERATORS, "gone 1a2b3c4d").build();

    assertThat(chooser("fast").wish(again, lease.model()))
        .isEqualTo(new AttentionWish("slow", false, MEMORY, "as the picture that is drawn again"));
    assertThat(chooser().wish(elsewhere, lease.model()).name()).isEqualTo("fast");
  }

  @Test
  void thenComesWhatAFlagPrefersIfItIsThere() {
    remember("fast");
    AttentionWish wish = chooser("gone", "slow", "fast").wish(request(""), lease.model());
    assertThat(wish)
        .isEqualTo(new AttentionWish("slow", false, MEMORY, "preferred by a flag or the settings"));
  }

  @Test
  void aFlagCanPreferTheGraphAsItIs() {
    remember("fast");
    assertThat(chooser("none").wish(request(""), lease.model()).name()).isEqualTo("none");
  }

  @Test
  void thenComesWhatWasMeasured() {
    remember("slow");
    assertThat(automatic()).isEqualTo(new AttentionWish("slow", false, MEMORY, "measured"));
  }

  @Test
  void theUntouchedGraphCanBeTheFastestToo() {
    remember("none");
    assertThat(automatic()).isEqualTo(new AttentionWish("none", false, MEMORY, "measured"));
  }

  @Test
  void thenComesTheHighestRank() {
    assertThat(automatic()).isEqualTo(new AttentionWish("fast", false, MEMORY, UNMEASURED));
    assertThat(chooser("gone").wish(request("Automatic"), lease.model()).reason())
        .isEqualTo(UNMEASURED);
  }

  @Test
  void whatIsKnownOfAMeasurementThatIsNotWholeIsSaid() {
    remember("", "2 of 7 shapes are measured");
    assertThat(automatic())
        .isEqualTo(
            new AttentionWish(
                "fast", false, MEMORY, "highest rank (100); 2 of 7 shapes are measured"));
  }

  @Test
  void allThatIsKnownWithTheOptimizersThatThereAreIsListed() {
    remember("slow");
    assertThat(chooser().measured())
        .isEqualTo(Map.of("default 128x128", new Measured("slow", "measured")));
    lines.remove(0);
    assertThat(chooser().measured()).isEmpty();
  }

  @Test
  void withoutOptimizersTheGraphStaysAsItIs() {
    lines.clear();
    assertThat(chooser("fast").wish(request(""), lease.model()))
        .isEqualTo(new AttentionWish("none", false, MEMORY, "no optimizer is installed"));
  }

  @Test
  void oneThatIsNotExactIsUsedByNameAlone() {
    OptimizerLine sparse =
        new OptimizerLine("attention-sparse", "window", "build one", 0, false, List.of());
    remember("slow");
    lines.add(sparse);
    // Its jar is no reason to measure the others again.
    assertThat(automatic()).isEqualTo(new AttentionWish("slow", false, MEMORY, "measured"));
    assertThat(chooser().wish(request("window"), lease.model()))
        .isEqualTo(new AttentionWish("window", true, MEMORY, "asked for"));
    assertThat(chooser("window").wish(request(""), lease.model()).name()).isEqualTo("window");
    lines.retainAll(List.of(sparse));
    assertThat(automatic().reason()).isEqualTo("no optimizer is installed");
  }

  @Test
  void aNameThatNobodyHasIsRefusedWithThoseThereAre() {
    assertThatThrownBy(() -> chooser().wish(request("fsat"), lease.model()))
        .isInstanceOf(BadRequest.class)
        .hasMessage(
            "unknown attention optimizer \"fsat\"; there are: fast, slow, none and automatic");
    lines.clear();
    assertThatThrownBy(() -> chooser().wish(request("fast"), lease.model()))
        .hasMessage("unknown attention optimizer \"fast\"; there are: none and automatic");
  }

  @Test
  void whatWasMeasuredIsReadAgainByTheNextProcess() {
    remember("slow");
    known = new Measurements<>(file, Measured.class);
    assertThat(automatic().name()).isEqualTo("slow");
  }

  @Test
  void aDamagedFileIsStartedAnew() throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "{\"half");
    known = new Measurements<>(file, Measured.class);
    assertThat(automatic().reason()).isEqualTo(UNMEASURED);
    remember("slow");
    known = new Measurements<>(file, Measured.class);
    assertThat(automatic().name()).isEqualTo("slow");
  }

  @Test
  void whatCannotBeWrittenHoldsForThisProcess() throws IOException {
    Files.writeString(temp.resolve("home"), "a file where the folder would be");
    remember("slow");
    assertThat(automatic().name()).isEqualTo("slow");
  }

  @Test
  void whatAnotherMachineMeasuredIsNotTaken() throws IOException {
    remember("slow");
    String here = System.getProperty("os.arch") + " ";
    String written = Files.readString(file);
    assertThat(written).startsWith("{\"" + here);
    Files.writeString(file, written.replace("{\"" + here, "{\"another "));
    known = new Measurements<>(file, Measured.class);
    assertThat(automatic().reason()).isEqualTo(UNMEASURED);
  }

  @Test
  void aSizeIsMeasuredForItself() {
    remember("slow");
    GenerationRequest wide = GenerationRequest.of("").size(136, 104).build();
    assertThat(chooser().wish(wide, lease.model()).reason())
        .isEqualTo("highest rank (100); not measured at 136x104 yet");
    GenerationRequest same = GenerationRequest.of("").size(128, 128).build();
    assertThat(chooser().wish(same, lease.model()).name()).isEqualTo("slow");
  }

  @Test
  void aJarThatChangesOrComesIsMeasuredAnew() {
    remember("slow");
    OptimizerLine fast = lines.set(0, line("fast", "build two of fast", 100));
    assertThat(automatic().reason()).isEqualTo(UNMEASURED);
    lines.set(0, fast);
    assertThat(automatic().reason()).isEqualTo("measured");
    lines.add(line("third", "build one of third", 1));
    assertThat(automatic().reason()).isEqualTo(UNMEASURED);
  }

  private static OptimizerLine line(String name, String state, int rank) {
    return new OptimizerLine("attention-" + name, name, state, rank, true, List.of("--" + name));
  }

  private static GenerationRequest request(String attention) {
    return GenerationRequest.of("").attention(attention).build();
  }

  private AttentionWish automatic() {
    return chooser().wish(request(""), lease.model());
  }

  private MeasuredAttention chooser(String... preferred) {
    return new MeasuredAttention(
        new Optimizers(() -> List.copyOf(lines), () -> convolutions),
        List.of(preferred),
        new TuningMemory(
            known, convolved(), new Measurements<>(temp.resolve("t"), TaskTimes.class)),
        new QuietTime(new MachineLock(Path.of("target", "measured-attention.lock"))),
        MEMORY,
        Optional.empty());
  }

  private Measurements<ConvolutionTimes> convolved() {
    return new Measurements<>(temp.resolve("convolutions.json"), ConvolutionTimes.class);
  }

  @Test
  void whoComputesConvolutionsFasterIsWoken() {
    convolutions = List.of(line("tiled", "build one of tiled", 0));
    GenerationRequest request = request("");
    assertThat(chooser().convolutions(request, lease.model())).isEqualTo(ConvolutionWish.NONE);
    Map<String, Map<String, Double>> seconds =
        Map.of(
            "small", Map.of("none", 1.0, "tiled", 2.0), "large", Map.of("none", 3.0, "tiled", 2.0));
    Trialled what =
        new Trialled(lease.model().source(), 128, 128, List.copyOf(lines), convolutions);
    convolved().remember(what.convolutionKey(), new ConvolutionTimes(seconds, true, "all"));
    assertThat(chooser().convolutions(request, lease.model()))
        .isEqualTo(new ConvolutionWish(Set.of("attention-tiled"), seconds));
    GenerationRequest again =
        GenerationRequest.of("").with(RequestFields.OPERATORS, "fast 1a2b3c4d").build();
    assertThat(chooser().convolutions(again, lease.model()).plugins())
        .as("drawn without it")
        .isEmpty();
    convolutions = List.of(line("tiled", "build two of tiled", 0));
    assertThat(chooser().convolutions(request, lease.model()).plugins())
        .as("another build")
        .isEmpty();
  }

  @Test
  void aPluginThatIsSlowerEverywhereIsNotWoken() {
    convolutions = List.of(line("tiled", "build one of tiled", 0));
    Map<String, Map<String, Double>> seconds = Map.of("s", Map.of("none", 1.0, "tiled", 2.0));
    Trialled what =
        new Trialled(lease.model().source(), 128, 128, List.copyOf(lines), convolutions);
    convolved().remember(what.convolutionKey(), new ConvolutionTimes(seconds, true, "all"));
    assertThat(chooser().convolutions(request(""), lease.model()).plugins()).isEmpty();
  }

  /** Measured for the model's own size. */
  private void remember(String winner) {
    remember(winner, "measured");
  }

  private void remember(String winner, String reason) {
    String key =
        new Trialled(lease.model().source(), 128, 128, List.copyOf(lines), List.of()).key();
    known.remember(key, new Measured(winner, reason));
  }
}
