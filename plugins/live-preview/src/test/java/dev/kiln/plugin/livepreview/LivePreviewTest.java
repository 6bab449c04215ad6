package dev.kiln.plugin.livepreview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.spi.generate.Vae;
import dev.kiln.spi.hook.StepObserver;
import dev.kiln.spi.host.Previews;
import dev.kiln.spi.tensor.Tensor;
import dev.kiln.spi.testkit.FakeHome;
import dev.kiln.spi.testkit.FakePass;
import dev.kiln.spi.testkit.FakeStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LivePreviewTest {
  @TempDir Path folder;

  private final LinearVae codec = new LinearVae();
  private final List<String> published = new ArrayList<>();
  private boolean wanted = true;

  private final Previews previews =
      new Previews() {
        @Override
        public boolean wanted() {
          return wanted;
        }

        @Override
        public void publish(String job, Tensor picture) {
          published.add(job + " " + picture);
        }
      };

  private void tenSteps(FakePass pass) {
    LivePreview hook = new LivePreview(previews, new ColourMaps(new FakeHome(folder)));
    FakePass encoding = pass.vae(codec.vae("ab12"));
    try (StepObserver observer = hook.open(encoding).orElseThrow()) {
      for (int i = 0; i < 10; i++) {
        observer.stepEnded(FakeStep.of(i, 10, 1), Tensor.zeros(2, 4, 8, 8));
      }
    }
  }

  @Test
  void eachStepIsShownUnlessTheRequestSaysOtherwise() {
    tenSteps(FakePass.with());
    assertThat(published).hasSize(10).containsOnly("job-1 Tensor[3, 8, 16]");
  }

  @Test
  void everyThirdStepIsShownOnRequest() {
    tenSteps(FakePass.with(new PreviewOptions(3)));
    assertThat(published).hasSize(3);
  }

  @Test
  void belowOneNothingIsWatched() {
    LivePreview hook = new LivePreview(previews, new ColourMaps(new FakeHome(folder)));
    assertThat(hook.open(FakePass.with(new PreviewOptions(-1)))).isEmpty();
  }

  @Test
  void whileNobodyLooksNothingIsMeasuredOrShown() {
    wanted = false;
    tenSteps(FakePass.with());
    assertThat(published).isEmpty();
    assertThat(codec.encodings).hasValue(0);
  }

  @Test
  void aCodecIsMeasuredOnceAndRememberedByTheNextProcess() {
    tenSteps(FakePass.with());
    int encodings = codec.encodings.get();
    assertThat(encodings).isPositive();
    tenSteps(FakePass.with());
    assertThat(codec.encodings).hasValue(encodings);
    assertThat(folder).isDirectoryContaining("glob:**/ab12.txt");
  }

  @Test
  void aDamagedMapIsMeasuredAgain() throws IOException {
    for (String damaged : List.of("", "1 2 3\n", "x\n", "1 2 3 4 NaN\n".repeat(3))) {
      Files.writeString(folder.resolve("ab12.txt"), damaged);
      codec.encodings.set(0);
      tenSteps(FakePass.with());
      assertThat(codec.encodings.get()).isPositive();
      assertThat(Files.readAllLines(folder.resolve("ab12.txt"))).hasSize(3);
    }
  }

  /** Makes pictures of two pixels, as bright as the latents. */
  private record Previewing(Vae vae) implements Vae {
    @Override
    public String hash() {
      return vae.hash();
    }

    @Override
    public int latentChannels() {
      return vae.latentChannels();
    }

    @Override
    public Tensor encode(Tensor pictures) {
      return vae.encode(pictures);
    }

    @Override
    public Optional<Tensor> preview(Tensor latents) {
      float first = latents.data()[0];
      return Optional.of(Tensor.of(new float[] {first, 0, first, 0, first, 0}, 3, 1, 2));
    }
  }

  @Test
  void aDecoderForPreviewsIsTaken() {
    Vae decoder = new Previewing(codec.vae("ab12"));
    Tensor latents = Tensor.of(new float[] {0.5f, 9}, 2, 1, 1, 1);
    assertThat(DecodedImages.of(decoder, latents).orElseThrow().data())
        .containsExactly(0.5f, 0, 1, 0, 0.5f, 0, 1, 0, 0.5f, 0, 1, 0);
    LivePreview hook = new LivePreview(previews, new ColourMaps(new FakeHome(folder)));
    try (StepObserver observer = hook.open(FakePass.with().vae(decoder)).orElseThrow()) {
      observer.stepEnded(FakeStep.of(0, 10, 1), Tensor.zeros(2, 4, 8, 8));
    }
    assertThat(published).containsExactly("job-1 Tensor[3, 1, 4]");
    assertThat(codec.encodings).hasValue(0);
  }
}
