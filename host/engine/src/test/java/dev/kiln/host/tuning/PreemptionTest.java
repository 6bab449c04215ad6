package dev.kiln.host.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.host.model.ModelStore;
import dev.kiln.host.onnx.Binding;
import dev.kiln.host.onnx.OrtRuntime;
import dev.kiln.host.pipeline.GenerationPipeline;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.Progress;
import dev.kiln.host.testing.DefaultModel;
import dev.kiln.host.testing.OnePlugin;
import dev.kiln.spi.Support;
import dev.kiln.spi.graph.AttentionSite;
import dev.kiln.spi.graph.GraphEditor;
import dev.kiln.spi.graph.NetworkContext;
import dev.kiln.spi.graph.Value;
import dev.kiln.spi.hook.AttentionOptimizer;
import dev.kiln.spi.host.AttentionLab.Site;
import dev.kiln.spi.host.AttentionLab.Trial;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request that comes while attention is measured. */
class PreemptionTest {
  private static final Site SITE = new Site(2, 16_384, 1, 2, 16);
  private static final int LONG = 3000;

  @TempDir Path temp;
  private final QuietTime quiet =
      new QuietTime(new MachineLock(Path.of("target", "preemption.lock")));
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final ExecutorService others = Executors.newCachedThreadPool();
  private ModelStore models;

  @BeforeEach
  void open() {
    models = DefaultModel.store(temp);
  }

  @AfterEach
  void close() {
    others.shutdownNow();
    models.close();
  }

  @Test
  void endsTheRunUnderWayWhichIsMadeAnewWhenThePictureIsFinished() throws Exception {
    // Many operators: a run that is ended between two of them did not come to its end by itself.
    Optimizer slow =
        new Optimizer(
            trial -> {
              told.add("trial " + trial);
              return trial == 1 ? LONG : 1;
            });
    Thread[] thread = new Thread[1];
    Future<List<Trial>> measured =
        others.submit(
            () -> {
              thread[0] = Thread.currentThread();
              return laboratory(slow).site(SITE, List.of("slow"), 1);
            });
    while (thread[0] == null || !runs(thread[0])) {
      assertThat(measured).isNotDone();
      TimeUnit.MILLISECONDS.sleep(1);
    }
    assertThat(draw(new Cancellation()).images()).hasSize(1);
    Trial trial = measured.get(60, TimeUnit.SECONDS).get(0);
    assertThat(told).containsExactly("trial 1", "begin", "picture", "trial 2");
    assertThat(trial.reason()).isEmpty();
    assertThat(trial.seconds()).isPositive();
  }

  @Test
  void canBeCancelledWhereTheTrialDoesNotEnd() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    Optimizer stubborn =
        new Optimizer(
            trial -> {
              begun.countDown();
              await(end);
              return 1;
            });
    Future<List<Trial>> measured =
        others.submit(() -> laboratory(stubborn).site(SITE, List.of("slow"), 1));
    await(begun);
    Cancellation cancellation = new Cancellation();
    Future<GenerationResult> waiting = others.submit(() -> draw(cancellation));
    while (!quiet.hasGenerations()) {
      assertThat(waiting).isNotDone();
      TimeUnit.MILLISECONDS.sleep(1);
    }
    cancellation.cancel();
    assertThatThrownBy(() -> waiting.get(60, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(CancellationException.class);
    assertThat(told).isEmpty();
    assertThat(measured).isNotDone();
    end.countDown();
    assertThat(measured.get(60, TimeUnit.SECONDS).get(0).seconds()).isPositive();
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean runs(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .anyMatch(it -> it.getClassName().equals(Binding.class.getName()));
  }

  private GenerationResult draw(Cancellation cancellation) {
    MeasuredAttention attention =
        new MeasuredAttention(
            new Optimizers(List::of, List::of),
            List.of(),
            TuningMemory.in(temp),
            quiet,
            1 << 20,
            Optional.empty());
    GenerationRequest request = GenerationRequest.of("a girl").size(64, 64).steps(1).build();
    return new GenerationPipeline(models, HookSource.NONE, attention)
        .generate("job", request, new First(told), cancellation);
  }

  private Laboratory laboratory(Optimizer optimizer) {
    return new Laboratory(
        OrtRuntime.open(),
        models,
        new OnePlugin("slow", optimizer),
        () -> List.of("slow"),
        quiet,
        1 << 20);
  }

  /** Tells the first stage of a generation, and its picture: before a trial may go on. */
  private record First(List<String> told) implements Progress {
    @Override
    public void stage(String name, int batch, int batches) {
      if (!told.contains("begin")) {
        told.add("begin");
      }
    }

    @Override
    public void image(int index, GeneratedImage image) {
      told.add("picture");
    }
  }

  /** Computes no attention, but takes its time. */
  private static final class Optimizer implements AttentionOptimizer {
    private final Function<Integer, Integer> operators;
    private int trials;

    /**
     * @param operators how many a trial has, by its number
     */
    Optimizer(Function<Integer, Integer> operators) {
      this.operators = operators;
    }

    @Override
    public Support supports(AttentionSite site, NetworkContext network) {
      return Support.yes("it says so");
    }

    @Override
    public Value attend(AttentionSite site, GraphEditor graph, NetworkContext network) {
      Value value = site.query();
      int count = operators.apply(++trials);
      for (int i = 0; i < count; i++) {
        value = graph.op("Erf", value);
      }
      return value;
    }
  }
}
