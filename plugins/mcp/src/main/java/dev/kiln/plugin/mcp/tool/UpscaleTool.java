package dev.kiln.plugin.mcp.tool;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.Pictures.Format;
import dev.kiln.spi.host.Upscalers;
import dev.kiln.spi.tensor.Picture;
import dev.kiln.spi.upscale.UpscaleWatcher;
import io.modelcontextprotocol.spec.McpSchema;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** A picture made larger. */
@Singleton
final class UpscaleTool implements KilnTool {
  private static final String PICTURE = "picture";

  private final Upscalers upscalers;
  private final Sources sources;
  private final Results results;
  private final Work work;

  @Inject
  UpscaleTool(Upscalers upscalers, Sources sources, Results results, Work work) {
    this.upscalers = upscalers;
    this.sources = sources;
    this.results = results;
    this.work = work;
  }

  /** What is to be done. */
  private record Task(String upscaler, Picture picture, int width, int height, Format format) {}

  @Override
  public McpSchema.Tool description() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put(PICTURE, Schemas.of("string", Sources.HOW));
    properties.put("scale", Schemas.of("number", "how many times as large; 2 if left out"));
    properties.put(
        "upscaler", Schemas.of("string", "by name; the first model there is if left out"));
    properties.put(Results.FORMAT, Schemas.format());
    return McpSchema.Tool.builder("upscale", Schemas.object(properties, PICTURE))
        .description("Make a picture larger and keep what it shows.")
        .build();
  }

  @Override
  public Mono<McpSchema.CallToolResult> call(ToolCall call) {
    Map<String, Object> arguments = call.arguments();
    Picture picture = sources.take(arguments, PICTURE);
    Format format = results.format(arguments);
    String upscaler = upscaler(ToolCall.text(arguments, "upscaler"));
    double scale = scale(arguments.remove("scale"));
    if (!arguments.isEmpty()) {
      throw new BadRequest(
          "upscale has no argument " + String.join(", ", arguments.keySet()) + "; leave it out");
    }
    int width = (int) Math.max(1, Math.round(picture.width() * scale));
    int height = (int) Math.max(1, Math.round(picture.height() * scale));
    Task task = new Task(upscaler, picture, width, height, format);
    return Mono.create(sink -> begin(call, task, sink));
  }

  private String upscaler(String name) {
    if (!name.isBlank()) {
      return upscalers.info(name).name();
    }
    return upscalers.infos().stream()
        .filter(info -> info.file() != null)
        .findFirst()
        .or(
            () ->
                upscalers.infos().stream().filter(info -> !info.name().equals("None")).findFirst())
        .orElseThrow(() -> new BadRequest("no installed plugin enlarges pictures"))
        .name();
  }

  private static double scale(Object value) {
    if (value == null) {
      return 2;
    }
    double scale = value instanceof Number number ? number.doubleValue() : 0;
    if (scale > 0 && scale <= 8) {
      return scale;
    }
    throw new BadRequest("scale is " + value + "; it must be a number up to 8");
  }

  private void begin(ToolCall call, Task task, MonoSink<McpSchema.CallToolResult> sink) {
    AtomicBoolean unwanted = new AtomicBoolean();
    sink.onDispose(() -> unwanted.set(true));
    UpscaleWatcher watcher =
        (done, total) -> {
          if (unwanted.get()) {
            throw new CancellationException("nobody wants it any more");
          }
          call.progress(done, total, "part " + done + " of " + total);
        };
    work.begin(
        () -> {
          try {
            Picture large =
                upscalers.upscale(task.upscaler, task.picture, task.width, task.height, watcher);
            sink.success(results.of(large, task.format));
          } catch (RuntimeException e) {
            if (!unwanted.get()) {
              sink.error(e);
            }
          }
        });
  }
}
