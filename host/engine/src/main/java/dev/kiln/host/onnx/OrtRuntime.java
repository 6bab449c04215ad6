package dev.kiln.host.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import dev.kiln.spi.BadRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * ONNX Runtime as Kiln uses it: one global thread pool for all sessions, telemetry off.
 *
 * <p>Pools of their own would steal each other's cores while they spin: two alternating sessions
 * took 65 ms a run instead of 35 (host/docs/decisions).
 */
public final class OrtRuntime {
  private final FutureTask<OrtEnvironment> environment;
  private final Loading loading;

  private OrtRuntime(FutureTask<OrtEnvironment> environment, Loading loading) {
    this.environment = environment;
    this.loading = loading;
  }

  /** The runtime of this process, weights packed. */
  public static OrtRuntime open() {
    return open(Loading.PACKED, 0, () -> {});
  }

  /**
   * The runtime of this process; its library is loaded once, whoever asks first, on a thread of its
   * own: who needs it waits. Safe from any thread.
   *
   * @param loading of the sessions that are made through what is returned
   * @param threads of the pool, 0 for one for each processor; who asks first decides
   * @param before what comes before the library is loaded
   */
  public static OrtRuntime open(Loading loading, int threads, Runnable before) {
    FutureTask<OrtEnvironment> environment =
        new FutureTask<>(
            () -> {
              before.run();
              Telemetry.switchOff();
              return environment(threads);
            });
    OrtRuntime runtime = new OrtRuntime(environment, loading);
    Thread thread = new Thread(runtime::load, "kiln-onnx-runtime");
    thread.setDaemon(true);
    thread.start();
    return runtime;
  }

  /** A process that ends waits for it: in the middle of it, the library's own end would crash. */
  private void load() {
    Thread end = new Thread(this::await, "kiln-onnx-runtime-end");
    try {
      Runtime.getRuntime().addShutdownHook(end);
    } catch (IllegalStateException endsAlready) {
      environment.cancel(false);
      return;
    }
    environment.run();
    try {
      Runtime.getRuntime().removeShutdownHook(end);
    } catch (IllegalStateException ends) {
      return;
    }
  }

  private void await() {
    try {
      handle();
    } catch (IllegalStateException didNotStart) {
      // Whoever needed it was told.
      return;
    }
  }

  private static synchronized OrtEnvironment environment(int threads) throws OrtException {
    OrtEnvironment environment;
    try (OrtEnvironment.ThreadingOptions pool = new OrtEnvironment.ThreadingOptions()) {
      pool.setGlobalIntraOpNumThreads(
          threads == 0 ? Runtime.getRuntime().availableProcessors() : threads);
      pool.setGlobalInterOpNumThreads(1);
      pool.setGlobalDenormalAsZero();
      environment =
          OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "kiln", pool);
    } catch (IllegalStateException alreadyMade) {
      environment = OrtEnvironment.getEnvironment();
    }
    environment.setTelemetry(false);
    return environment;
  }

  /** The library's version: {@code 1.29.0}. */
  public String version() {
    return handle().getVersion();
  }

  /** Whether sessions have copies of their weights in the order in which kernels read them. */
  public boolean packs() {
    return loading == Loading.PACKED;
  }

  /**
   * Waits for the library; an interrupt does not end that, which takes a moment.
   *
   * @throws IllegalStateException when it did not start
   */
  OrtEnvironment handle() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return environment.get();
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          Throwable reason = e.getCause();
          throw new IllegalStateException(
              "ONNX Runtime did not start: " + reason.getMessage(), reason);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  SessionOptions options() throws OrtException {
    handle();
    SessionOptions options = new SessionOptions();
    options.disablePerSessionThreads();
    if (loading == Loading.PACKED) {
      options.setOptimizationLevel(OptLevel.ALL_OPT);
    } else {
      // Above this level convolutions get copies of their weights.
      options.setOptimizationLevel(OptLevel.EXTENDED_OPT);
      options.addConfigEntry("session.disable_prepacking", "1");
    }
    // Sizes change from request to request; a memory pattern per size costs 45 MB and wins nothing.
    options.setMemoryPatternOptimization(false);
    options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
    return options;
  }

  /** The options of a session that plugins have wishes for. */
  SessionOptions options(SessionWishes wishes) throws OrtException {
    SessionOptions options = options();
    if (wishes.level().isPresent()) {
      options.setOptimizationLevel(
          switch (wishes.level().get()) {
            case NONE -> OptLevel.NO_OPT;
            case BASIC -> OptLevel.BASIC_OPT;
            case EXTENDED -> OptLevel.EXTENDED_OPT;
            case LAYOUT -> OptLevel.ALL_OPT;
          });
    }
    for (var entry : wishes.entries().entrySet()) {
      options.addConfigEntry(entry.getKey(), entry.getValue());
    }
    if (wishes.profile().isPresent()) {
      options.enableProfiling(wishes.profile().get().toString());
    }
    for (Path library : wishes.libraries()) {
      register(options, library);
    }
    wishes.providers().forEach((name, settings) -> Providers.add(options, name, settings));
    return options;
  }

  private static void register(SessionOptions options, Path library) {
    if (!Files.isRegularFile(library)) {
      throw new BadRequest(
          "the operator library " + library + " is not there; install its plugin again");
    }
    try {
      options.registerCustomOpLibrary(library.toAbsolutePath().toString());
    } catch (OrtException e) {
      throw new BadRequest(
          "the operator library "
              + library
              + " cannot be loaded, it may be for another system or ONNX Runtime: "
              + InferenceSession.firstLine(e),
          e);
    }
  }
}
