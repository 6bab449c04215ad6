package dev.kiln.plugin.livepreview;

import static org.assertj.core.api.Assertions.assertThat;

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
}
