package dev.kiln.host.pipeline.condition;

import dev.kiln.host.model.Model;
import dev.kiln.host.model.TextEncoder;
import dev.kiln.host.pipeline.hook.Attribution;
import dev.kiln.host.pipeline.hook.HookSource.Hook;
import dev.kiln.host.pipeline.hook.HookSource.Hooks;
import dev.kiln.host.pipeline.hook.RequestState;
import dev.kiln.host.pipeline.hook.RequestView;
import dev.kiln.host.prompt.AddedWord;
import dev.kiln.host.prompt.AddedWords;
import dev.kiln.host.prompt.ClipTokenizer;
import dev.kiln.host.prompt.PromptChunk;
import dev.kiln.spi.PluginProblem;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.generate.Word;
import dev.kiln.spi.hook.WordProvider;
import dev.kiln.spi.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The words that plugins add to the vocabulary in one request. For the generation's own thread. */
public final class RequestWords {
  private record Offered(Hook<WordProvider> hook, Word word, RequestContext request) {}

  private final int width;
  private final Map<AddedWord, Offered> offered = new LinkedHashMap<>();
  private final Map<AddedWord, Tensor> vectors = new HashMap<>();

  /** Asks the plugins for their words. */
  public RequestWords(Hooks hooks, RequestState state, Model model) {
    this.width = model.textEncoder().width();
    for (Hook<WordProvider> hook : hooks.of(WordProvider.class)) {
      RequestView request = new RequestView(hook.plugin(), hooks, state);
      try {
        for (Word word : hook.extension().words(width, request)) {
          add(new Offered(hook, word, request), model.source().tokenizer());
        }
      } catch (RuntimeException | Error e) {
        throw Attribution.of(e, hook.plugin(), "WordProvider.words");
      }
    }
  }

  private void add(Offered one, ClipTokenizer tokenizer) {
    Word word = one.word();
    List<Integer> ids = Arrays.stream(tokenizer.encode(word.text())).boxed().toList();
    if (!ids.isEmpty()) {
      String fingerprint = one.hook().plugin() + " " + word.hash();
      offered.putIfAbsent(new AddedWord(ids, word.vectors(), fingerprint), one);
    }
  }

  /** All of them. */
  public AddedWords all() {
    return new AddedWords(List.copyOf(offered.keySet()));
  }

  /** What the text encoder reads of a chunk. Asks plugins for vectors, for each word once. */
  TextEncoder.Chunk read(PromptChunk chunk) {
    return new TextEncoder.Chunk(
        chunk.ids(),
        chunk.words().stream()
            .map(placed -> new TextEncoder.Placed(placed.at(), vectors(placed.word())))
            .toList());
  }

  private Tensor vectors(AddedWord word) {
    Tensor known = vectors.get(word);
    if (known == null) {
      known = ask(word, offered.get(word));
      vectors.put(word, known);
    }
    return known;
  }

  private Tensor ask(AddedWord word, Offered one) {
    try {
      Tensor given = one.hook().extension().vectors(one.word(), one.request());
      if (!Arrays.equals(given.shape(), new int[] {word.vectors(), width})) {
        throw new PluginProblem(
            "its word '%s' has vectors of shape %s; expected [%d, %d]"
                .formatted(
                    one.word().text(), Arrays.toString(given.shape()), word.vectors(), width));
      }
      return given;
    } catch (RuntimeException | Error e) {
      throw Attribution.of(e, one.hook().plugin(), "WordProvider.vectors");
    }
  }
}
