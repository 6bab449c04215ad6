package dev.kiln.plugin.upscaleronnx.extras;

import dev.kiln.plugin.upscaleronnx.Resamplers;
import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.Upscalers;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.upscale.UpscaleWatcher;
import dev.kiln.spi.upscale.UpscalerInfo;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Enlarges one picture at a time, however many ask, so that memory is needed for one; the others
 * wait in their order. Safe from any thread.
 */
@Singleton
final class Upscaling {
  private static final int MOST_WAITING = 16;

  private final Upscalers upscalers;
  private final ReentrantLock turn = new ReentrantLock(true);
  private volatile State state = State.IDLE;
  private volatile boolean stopped;

  @Inject
  Upscaling(Upscalers upscalers) {
    this.upscalers = upscalers;
  }

  /**
   * What is done of the picture under way.
   *
   * @param done of its tiles
   */
  record State(boolean running, int done, int total) {
    static final State IDLE = new State(false, 0, 0);
  }

  State state() {
    return state;
  }

  /** End what runs now, if anything does. */
  void stop() {
    stopped = state.running();
  }

  int waiting() {
    return turn.getQueueLength();
  }

  /** The upscaler of a name; without one the first model there is, else Lanczos. */
  UpscalerInfo choose(String name) {
    if (!name.isBlank()) {
      return upscalers.info(name);
    }
    return upscalers.infos().stream()
        .filter(info -> info.file() != null)
        .findFirst()
        .orElseGet(() -> upscalers.info(Resamplers.LANCZOS));
  }

  /**
   * @throws BadRequest when it was stopped, too many wait, or it cannot be done
   */
  Picture enlarge(String upscaler, Picture picture, Target target, UpscaleWatcher watcher) {
    if (waiting() >= MOST_WAITING) {
      throw new BadRequest(
          "%d pictures are waiting to be enlarged; ask again later".formatted(MOST_WAITING));
    }
    turn.lock();
    try {
      stopped = false;
      state = new State(true, 0, 0);
      return upscalers.upscale(
          upscaler, picture, target.width(), target.height(), watched(watcher));
    } catch (CancellationException e) {
      throw new BadRequest("enlarging the picture was stopped; ask again to have it", e);
    } finally {
      state = State.IDLE;
      turn.unlock();
    }
  }

  private UpscaleWatcher watched(UpscaleWatcher watcher) {
    return (done, total) -> {
      if (stopped) {
        throw new CancellationException("stopped");
      }
      state = new State(true, done, total);
      watcher.progress(done, total);
    };
  }
}
