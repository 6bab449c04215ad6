package dev.kiln.spi.hook;

import dev.kiln.spi.ImplementedByPlugins;
import dev.kiln.spi.generate.RequestContext;
import dev.kiln.spi.generate.Word;
import dev.kiln.spi.tensor.Tensor;
import java.util.List;

/**
 * Add words to the vocabulary of the text encoder: textual inversions. The host finds them among
 * the tokens of prompts and negative prompts, the longest first, counts their vectors when it fills
 * chunks, keeps a word in one chunk, and gives emphasis to all of its vectors. The embedding keys
 * of chunks with a word name its hash.
 *
 * <p>Of several words with the same tokens the first counts. A class that has words for every
 * prompt declares {@code @WakeOn(GENERATION)}.
 *
 * <p><b>When:</b> after the prompt processors, before prompts are split into tokens. <br>
 * <b>How often:</b> {@code words} once per request and once per run of {@code Embeddings}; {@code
 * vectors} once for each word that a prompt names, in their order, also where the embedding was
 * kept. <br>
 * <b>Thread:</b> the generation's own. <br>
 * <b>May change:</b> nothing; what it returns is read. <br>
 * <b>May keep:</b> the words, with {@code keep}. <br>
 * <b>On failure:</b> the generation fails with this plugin's id and your message.
 */
@ImplementedByPlugins
public interface WordProvider extends HookPoint {
  /**
   * The words of a request.
   *
   * @param width how many numbers a vector of the model's text encoder has
   */
  List<Word> words(int width, RequestContext request);

  /**
   * The vectors of one of these words, [vectors, width], as the text encoder's table has them for
   * tokens: before positions are added.
   */
  Tensor vectors(Word word, RequestContext request);
}
