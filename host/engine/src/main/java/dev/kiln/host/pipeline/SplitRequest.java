package dev.kiln.host.pipeline;

import dev.kiln.host.image.Infotext;
import dev.kiln.host.image.PictureCodec;
import dev.kiln.host.pipeline.hook.Attribution;
import dev.kiln.host.pipeline.hook.HookSource;
import dev.kiln.host.pipeline.hook.HookSource.Hook;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.request.Cancellation;
import dev.kiln.host.request.GeneratedImage;
import dev.kiln.host.request.GenerationRequest;
import dev.kiln.host.request.GenerationRequestBuilder;
import dev.kiln.host.request.GenerationResult;
import dev.kiln.host.request.ImageFields;
import dev.kiln.host.request.Progress;
import dev.kiln.host.request.RequestField;
import dev.kiln.host.request.RequestFields;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.generate.Assembled;
import dev.kiln.spi.generate.SplitCall;
import dev.kiln.spi.hook.RequestSplitter;
import dev.kiln.spi.hook.Split;
import dev.kiln.spi.host.Generated;
import dev.kiln.spi.tensor.Picture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/** A request that a plugin makes several generations of. They are drawn one after the other. */
final class SplitRequest {
  /** Draws one part. */
  interface Painter {
    GenerationResult draw(GenerationRequest part, Progress progress);
  }

  private final String plugin;
  private final Split split;
  private final List<GenerationRequest> parts;

  private SplitRequest(String plugin, Split split, List<GenerationRequest> parts) {
    this.plugin = plugin;
    this.split = split;
    this.parts = parts;
  }

  /** Only options of a plugin ask for it: other requests open their hooks once. */
  static Optional<SplitRequest> of(HookSource plugins, GenerationRequest request) {
    Set<String> asked = request.plugins().keySet();
    if (asked.isEmpty() || !plugins.has(RequestSplitter.class, asked)) {
      return Optional.empty();
    }
    try (Hooks hooks = plugins.open(request)) {
      for (Hook<RequestSplitter> hook : hooks.of(RequestSplitter.class)) {
        String id = hook.plugin();
        if (!asked.contains(id)) {
          continue;
        }
        SplitCall call = new Call(hooks, id, request);
        Optional<Split> split =
            attributed(id, "RequestSplitter.split", () -> hook.extension().split(call));
        if (split.isPresent()) {
          List<GenerationRequest> parts =
              attributed(
                  id,
                  "Split.parts",
                  () -> split.get().parts().stream().map(it -> part(request, id, it)).toList());
          return Optional.of(new SplitRequest(id, split.get(), parts));
        }
      }
      return Optional.empty();
    }
  }

  private static <T> T attributed(String plugin, String what, Supplier<T> work) {
    try {
      return work.get();
    } catch (Throwable e) {
      throw Attribution.of(e, plugin, what);
    }
  }

  private record Call(Hooks hooks, String plugin, GenerationRequest request) implements SplitCall {
    @Override
    public <T extends Record> Optional<T> options(Class<T> type) {
      return hooks.options(plugin, type);
    }

    @Override
    public Map<String, Object> fields() {
      Map<String, Object> fields = request.fields(RequestFields.ALL);
      fields.put("plugins", request.plugins());
      return fields;
    }

    @Override
    public boolean redraws() {
      return !request.get(ImageFields.INIT_IMAGES).isEmpty();
    }
  }

  private static GenerationRequest part(
      GenerationRequest request, String plugin, Map<String, Object> changes) {
    GenerationRequestBuilder part = new GenerationRequestBuilder(request);
    changes.forEach(
        (name, value) -> {
          if (name.equals("plugins")) {
            ((Map<?, ?>) value).forEach((id, options) -> lay(part, id, options));
          } else {
            part.read(field(name), value);
          }
        });
    // A part may be split by another plugin, and never by this one again.
    return part.without(plugin).build();
  }

  private static void lay(GenerationRequestBuilder part, Object id, Object options) {
    Map<String, Object> laid = new LinkedHashMap<>();
    ((Map<?, ?>) options).forEach((option, value) -> laid.put((String) option, value));
    part.plugin((String) id, laid);
  }

  private static RequestField<?> field(String name) {
    return RequestFields.ALL.stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new PluginProblem("it changes the field " + name + ", which is none"));
  }

  List<GenerationRequest> parts() {
    return parts;
  }

  /**
   * @throws CancellationException when it was cancelled before the first part was finished
   */
  GenerationResult draw(Painter painter, Progress progress, Cancellation cancellation) {
    List<GenerationResult> drawn = new ArrayList<>();
    for (int i = 0; i < parts.size() && !ended(cancellation); i++) {
      try {
        drawn.add(painter.draw(parts.get(i), new PartProgress(progress, i, parts.size())));
      } catch (CancellationException e) {
        if (drawn.isEmpty()) {
          throw e;
        }
      }
    }
    if (drawn.isEmpty()) {
      throw new CancellationException("the generation was stopped");
    }
    Assembled assembled =
        attributed(
            plugin,
            "Split.assemble",
            () -> split.assemble(drawn.stream().map(SplitRequest::generated).toList()));
    GenerationResult result = together(drawn, assembled);
    for (int i = 0; i < result.images().size(); i++) {
      progress.image(i, result.images().get(i));
    }
    return result;
  }

  private static boolean ended(Cancellation cancellation) {
    return cancellation.cancelled() || cancellation.interrupted();
  }

  private static Generated generated(GenerationResult part) {
    return new Generated(
        part.images().stream().map(GeneratedImage::picture).toList(),
        part.images().stream().map(GeneratedImage::infotext).toList(),
        part.warnings());
  }

  private GenerationResult together(List<GenerationResult> drawn, Assembled assembled) {
    GenerationResult first = drawn.get(0);
    List<GeneratedImage> images = new ArrayList<>();
    if (!first.images().isEmpty()) {
      GeneratedImage like = first.images().get(0);
      assembled.pictures().forEach(it -> images.add(image(it, like, assembled.infotext())));
    }
    Map<String, Picture> pictures = new LinkedHashMap<>();
    Set<String> warnings = new LinkedHashSet<>(assembled.warnings());
    for (int i = 0; i < drawn.size(); i++) {
      GenerationResult part = drawn.get(i);
      warnings.addAll(part.warnings());
      if (assembled.keepsParts()) {
        images.addAll(part.images());
        String number = parts.size() == 1 ? "" : " " + (i + 1);
        part.pictures().forEach((name, picture) -> pictures.put(name + number, picture));
      }
    }
    if (drawn.size() < parts.size()) {
      warnings.add("stopped after %d of %d parts".formatted(drawn.size(), parts.size()));
    }
    return new GenerationResult(
        first.request(),
        first.modelName(),
        first.modelHash(),
        images,
        assembled.pictures().isEmpty() ? first.infotext() : assembled.infotext(),
        List.copyOf(warnings),
        first.attention(),
        pictures);
  }

  private static GeneratedImage image(
      Picture picture, GeneratedImage like, Map<String, String> more) {
    Infotext own = Infotext.parse(like.infotext());
    Map<String, String> values = new LinkedHashMap<>(own.values());
    values.putAll(more);
    return new GeneratedImage(
        picture.width(),
        picture.height(),
        PictureCodec.opaque(picture).rgb(),
        like.seed(),
        like.subseed(),
        like.written(),
        new Infotext(own.prompt(), own.negativePrompt(), values).text());
  }
}
