package dev.kiln.examples.bench;

import dev.kiln.api.DrawRequest;
import dev.kiln.api.Kiln;
import dev.kiln.host.embedded.EmbeddedCycles;
import dev.kiln.host.model.ModelStore;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.DefaultModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an embedded engine adds to a step of the pipeline that the command line calls, and how long
 * it takes to open: {@code ./mvnw -Pbench -Dbench=EngineBenchmark verify}.
 */
class EngineBenchmark {
  private static final Path ROOT = Path.of(System.getProperty("kiln.root"));
  private static final int STEPS = 20;
  private static final int ROUNDS = 7;

  @TempDir Path folder;

  @Test
  void run() throws Exception {
    Path models = ROOT.resolve("models");
    System.out.printf("%nAn embedded engine, default model, Euler: medians of a step, in turns%n");
    for (int side : new int[] {128, 512}) {
      measure(models, side);
    }
    System.out.printf("%nNew processes that open an engine with the shipped plugins, in ms%n");
    for (int i = 0; i < ROUNDS; i++) {
      EmbeddedCycles.run(folder, models, ROOT.resolve("dist/plugins"), 1)
          .cycles()
          .forEach(it -> System.out.printf("open %d, draw %d%n", it.openMillis(), it.drawMillis()));
    }
  }

  private void measure(Path models, int side) {
    List<Double> typed = new ArrayList<>();
    List<Double> embedded = new ArrayList<>();
    try (ModelStore store = DefaultModel.store(folder);
        Kiln kiln =
            Kiln.open(o -> o.models(models).home(folder.resolve("h")).classPathPlugins(false))) {
      GenerationPipeline pipeline = new GenerationPipeline(store, HookSource.NONE);
      for (int round = 0; round < ROUNDS; round++) {
        typed(pipeline, side, round == 0 ? new ArrayList<>() : typed);
        embedded(kiln, side, round == 0 ? new ArrayList<>() : embedded);
      }
    }
    double one = median(typed);
    double other = median(embedded);
    System.out.printf(
        Locale.ROOT,
        "%dx%d: pipeline %.3f ms, Kiln %.3f ms, %+.2f %%%n",
        side,
        side,
        one * 1e3,
        other * 1e3,
        100 * (other / one - 1));
  }

  private static void typed(GenerationPipeline pipeline, int side, List<Double> steps) {
    GenerationRequest request =
        GenerationRequest.of("a girl, meadow")
            .seed(1)
            .sampler("Euler")
            .steps(STEPS)
            .size(side, side)
            .build();
    Clock clock = new Clock(steps);
    Progress progress =
        new Progress() {
          @Override
          public void step(int step, int all) {
            clock.step(step);
          }
        };
    pipeline.generate("typed", request, progress, new Cancellation());
  }

  private static void embedded(Kiln kiln, int side, List<Double> steps) {
    Clock clock = new Clock(steps);
    kiln.draw(
        DrawRequest.txt2img(
            r ->
                r.prompt("a girl, meadow")
                    .modelDefaults(false)
                    .seed(1)
                    .sampler("Euler")
                    .steps(STEPS)
                    .size(side, side)),
        progress -> clock.step(progress.step()));
  }

  /** Takes the time between steps; what is told between them does not count. */
  private static final class Clock {
    private final List<Double> steps;
    private int last;
    private long at;

    Clock(List<Double> steps) {
      this.steps = steps;
    }

    void step(int step) {
      if (step == last) {
        return;
      }
      long now = System.nanoTime();
      if (step > 1) {
        steps.add((now - at) / 1e9);
      }
      last = step;
      at = now;
    }
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
