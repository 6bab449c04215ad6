package dev.kiln.plugin.upscaleronnx.extras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.Upscalers;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.upscale.UpscaleWatcher;
import dev.kiln.spi.upscale.UpscalerInfo;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One picture at a time, which can be followed and stopped. */
class UpscalingTest {
  private static final Picture PICTURE = Picture.black(1, 1);

  /** Works in four tiles, each when it is let. */
  private static final class Slow implements Upscalers {
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @Override
    public List<UpscalerInfo> infos() {
      return List.of(
          new UpscalerInfo("Lanczos", 0, null), new UpscalerInfo("net", 4, Path.of("net.onnx")));
    }

    @Override
    public UpscalerInfo info(String name) {
      return new UpscalerInfo(name, 0, null);
    }

    @Override
    public Picture upscale(
        String name, Picture picture, int width, int height, UpscaleWatcher watcher) {
      most.accumulateAndGet(running.incrementAndGet(), Math::max);
      try {
        watcher.progress(1, 4);
        started.countDown();
        go.await();
        for (int done = 2; done <= 4; done++) {
          watcher.progress(done, 4);
        }
        return Picture.black(width, height);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      } finally {
        running.decrementAndGet();
      }
    }
  }

  private final Slow upscalers = new Slow();
  private final Upscaling upscaling = new Upscaling(upscalers);

  private CompletableFuture<Picture> start() {
    return CompletableFuture.supplyAsync(
        () -> upscaling.enlarge("net", PICTURE, new Target(2, 2), UpscaleWatcher.NONE),
        job -> new Thread(job).start());
  }

  @Test
  void pictureUnderWayIsFollowedAndStopped() throws InterruptedException {
    CompletableFuture<Picture> work = start();
    upscalers.started.await();
    assertThat(upscaling.state()).isEqualTo(new Upscaling.State(true, 1, 4));
    upscaling.stop();
    upscalers.go.countDown();
    assertThatThrownBy(work::join)
        .hasCauseInstanceOf(BadRequest.class)
        .hasMessageContaining("enlarging the picture was stopped; ask again to have it");
    assertThat(upscaling.state()).isEqualTo(Upscaling.State.IDLE);
    assertThat(start().join().width()).as("the next is not").isEqualTo(2);
  }

  @Test
  void stopOfNothingStopsNothing() {
    upscaling.stop();
    upscalers.go.countDown();
    assertThat(start().join().width()).isEqualTo(2);
  }

  @Test
  void severalAreMadeOneAfterTheOtherAndNotAnyNumberWaits() throws InterruptedException {
    List<CompletableFuture<Picture>> all = IntStream.range(0, 17).mapToObj(any -> start()).toList();
    upscalers.started.await();
    BadRequest refusal = null;
    for (int i = 0; i < 1000 && refusal == null; i++) {
      Thread.sleep(5);
      refusal = asked();
    }
    assertThat(refusal).hasMessage("16 pictures are waiting to be enlarged; ask again later");
    all.forEach(CompletableFuture::join);
    assertThat(upscalers.most).hasValue(1);
  }

  /** Refused where as many wait as may; the others are let go then. */
  private BadRequest asked() {
    if (upscaling.waiting() < 16) {
      return null;
    }
    try {
      upscaling.enlarge("net", PICTURE, new Target(2, 2), UpscaleWatcher.NONE);
      return null;
    } catch (BadRequest refusal) {
      upscalers.go.countDown();
      return refusal;
    }
  }

  @Test
  void withoutANameTheFirstModelIsMeant() {
    assertThat(upscaling.choose("").name()).isEqualTo("net");
    assertThat(upscaling.choose("x").name()).isEqualTo("x");
  }
}
