package dev.kiln.plugin.mcp.tool;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.Generated;
import dev.kiln.spi.host.GenerationJob;
import dev.kiln.spi.host.GenerationWatcher;
import dev.kiln.spi.host.Generations;
import dev.kiln.spi.host.Pictures.Format;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Generations as results of tools: with progress, and an end when nobody wants them any more. */
@Singleton
final class Drawings {
  private static final int MOST_PICTURES = 4;

  private final Generations generations;
  private final Results results;
  private final Work work;

  @Inject
  Drawings(Generations generations, Results results, Work work) {
    this.generations = generations;
    this.results = results;
    this.work = work;
  }

  /**
   * @param arguments names of Kiln's fields; the host refuses any other
   */
  Mono<CallToolResult> draw(ToolCall call, Map<String, Object> arguments) {
    Format format = results.format(arguments);
    Map<String, Object> fields = new LinkedHashMap<>(arguments);
    fields.put("batch_count", pictures(fields.remove("count")));
    fields.putIfAbsent("defaults", true);
    return Mono.create(sink -> begin(call, fields, format, sink));
  }

  private static int pictures(@Nullable Object count) {
    if (count == null) {
      return 1;
    }
    if (count instanceof Integer pictures && pictures >= 1 && pictures <= MOST_PICTURES) {
      return pictures;
    }
    throw new BadRequest("count is %s; it must be 1 to %d".formatted(count, MOST_PICTURES));
  }

  private void begin(
      ToolCall call, Map<String, Object> fields, Format format, MonoSink<CallToolResult> sink) {
    CompletableFuture<GenerationJob> submitted = new CompletableFuture<>();
    AtomicBoolean unwanted = new AtomicBoolean();
    int pictures = (Integer) fields.get("batch_count");
    GenerationWatcher watcher =
        new GenerationWatcher() {
          private int batch = -1;

          @Override
          public void stage(String name) {
            batch += name.equals("denoise") ? 1 : 0;
          }

          @Override
          public void step(int step, int steps) {
            int done = Math.max(0, batch) * steps + step;
            call.progress(done, (double) pictures * steps, "step " + step + " of " + steps);
          }

          @Override
          public void over() {
            if (!unwanted.get()) {
              submitted.thenAccept(job -> work.begin(() -> settle(job, format, sink)));
            }
          }
        };
    GenerationJob job = generations.submit(fields, watcher);
    sink.onDispose(
        () -> {
          unwanted.set(true);
          job.cancel();
        });
    submitted.complete(job);
  }

  /** The job is over: this does not wait. */
  private void settle(GenerationJob job, Format format, MonoSink<CallToolResult> sink) {
    try {
      Generated made = job.await();
      sink.success(results.of(made, format));
    } catch (InterruptedException | RuntimeException e) {
      sink.error(e);
    }
  }
}
