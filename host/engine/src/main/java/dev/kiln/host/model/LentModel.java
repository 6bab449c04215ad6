package dev.kiln.host.model;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.kiln.host.Jackson;
import dev.kiln.host.onnx.RunControl;
import dev.kiln.host.prompt.AddedWords;
import dev.kiln.host.prompt.Emphasis;
import dev.kiln.host.prompt.EmphasisMode;
import dev.kiln.host.prompt.PromptChunk;
import dev.kiln.host.prompt.PromptParser;
import dev.kiln.host.prompt.StepRange;
import dev.kiln.host.sampler.TrainedSigmas;
import dev.kiln.spi.generate.Prompt;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.host.DiffusionModel;
import dev.kiln.spi.host.NetworkRun;
import dev.kiln.spi.sampling.SigmaTable;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model as a plugin sees it.
 *
 * @param networks among which UNet and decoder stay
 */
record LentModel(ModelSource source, SessionOpener opener, ResidentNetworks networks)
    implements DiffusionModel {
  private static final EmphasisMode EMPHASIS = EmphasisMode.ORIGINAL;

  @Override
  public Path path() {
    return source.path();
  }

  @Override
  public Map<String, @Nullable Object> config(String part) {
    return Jackson.MAPPER.convertValue(json(part), new TypeReference<>() {});
  }

  private JsonNode json(String part) {
    return switch (part) {
      case "unet" -> source.config(NetworkKind.UNET);
      case "vae" -> source.config(NetworkKind.VAE_DECODER);
      case "text_encoder" -> source.config(NetworkKind.TEXT_ENCODER);
      case "scheduler" -> source.scheduler();
      case "low_res_scheduler" -> source.pictureScheduler();
      default -> throw new IllegalArgumentException("a model has no part '" + part + "'");
    };
  }

  @Override
  public SigmaTable sigmas(String scheduler) {
    return TrainedSigmas.of(json(scheduler));
  }

  @Override
  public List<Tensor> embed(List<String> texts) {
    PromptParser parser =
        new PromptParser(source.tokenizer(), AddedWords.NONE, EMPHASIS, StepRange.first(1));
    List<List<PromptChunk>> all = texts.stream().map(text -> chunks(parser, text)).toList();
    int longest = all.stream().mapToInt(List::size).max().orElse(0);
    List<PromptChunk> nothing = chunks(parser, "");
    List<Tensor> embedded = new ArrayList<>();
    try (TextEncoder encoder = new TextEncoder(opener, source);
        RunControl control = new RunControl(opener.runtime())) {
      for (List<PromptChunk> chunks : all) {
        List<PromptChunk> filled = new ArrayList<>(chunks);
        while (filled.size() < longest) {
          filled.addAll(nothing);
        }
        embedded.add(embed(filled, encoder, control));
      }
    }
    return embedded;
  }

  private static List<PromptChunk> chunks(PromptParser parser, String text) {
    return parser.negative(Prompt.Part.of(text)).parts().get(0).entries().get(0).chunks();
  }

  private static Tensor embed(List<PromptChunk> chunks, TextEncoder encoder, RunControl control) {
    SessionPlan plain = SessionPlan.plain(NetworkKind.TEXT_ENCODER);
    List<Tensor> pieces =
        chunks.stream()
            .map(it -> encoder.encode(new TextEncoder.Chunk(it.ids()), 1, plain, control))
            .toList();
    int size = pieces.get(0).size();
    Tensor all = Tensor.zeros(pieces.size() * pieces.get(0).dim(0), pieces.get(0).dim(1));
    for (int i = 0; i < pieces.size(); i++) {
      System.arraycopy(pieces.get(i).data(), 0, all.data(), i * size, size);
    }
    new Emphasis(EMPHASIS).apply(chunks, all);
    return all;
  }

  @Override
  public NetworkRun unet() {
    return networks.ofModel(source, NetworkKind.UNET);
  }

  @Override
  public NetworkRun decoder() {
    return networks.ofModel(source, NetworkKind.VAE_DECODER);
  }
}
