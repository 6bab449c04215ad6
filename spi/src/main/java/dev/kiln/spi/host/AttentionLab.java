package dev.kiln.spi.host;

import dev.kiln.spi.ProvidedByHost;
import dev.kiln.spi.ValueType;
import dev.kiln.spi.tensor.Tensor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Measures optimizers of attention on this machine, side by side. Safe from any thread; one run at
 * a time, and none while a picture is made: a picture that is asked for meanwhile goes first, and
 * the run is made anew when it is finished.
 */
@ProvidedByHost
public interface AttentionLab {
  /** The optimizer's name that stands for the graph as its exporter wrote it. */
  String UNTOUCHED = "none";

  /**
   * Names of all optimizers that could be chosen, in alphabetical order, {@link #UNTOUCHED} not.
   */
  List<String> optimizers();

  /**
   * Bytes that the scores of one attention may take: what optimizers see while they are measured.
   */
  long memory();

  /** Whether a picture is being made: measurements wait for it, or will. */
  boolean generating();

  /**
   * Refuse a model that is not there before any work: no file is read but for its header, and none
   * is hashed unless the name may be a hash.
   *
   * @param model name or path; empty for the default model
   * @throws dev.kiln.spi.BadRequest when there is no such model
   */
  void demandModel(String model);

  /**
   * Measure one attention alone, as torch's exporter writes it, with random inputs.
   *
   * @param optimizers names; {@link #UNTOUCHED} may be among them
   * @param rounds how often each is run, in turns
   * @return one result for each name, in order
   */
  List<Trial> site(Site site, List<String> optimizers, int rounds);

  /**
   * Measure evaluations of a model's UNet with prompt and negative prompt.
   *
   * @param model name or path; empty for the default model
   * @param width of the picture in pixels
   * @param height of the picture in pixels
   * @throws dev.kiln.spi.BadRequest when there is no such model
   */
  List<Trial> unet(String model, int width, int height, List<String> optimizers, int rounds);

  /**
   * Measure a transformer on the values of its inputs. Its graph is made for their shapes.
   *
   * @param file an ONNX file; its first input is [rows, tokens, ...]
   * @param inputs by name, one for each of the network's; whole-number inputs get them rounded
   * @return one result for each name, in order
   * @throws dev.kiln.spi.BadRequest when the file is missing or broken, or its inputs are others
   */
  List<NetworkTrial> network(
      Path file, Map<String, Tensor> inputs, List<String> optimizers, int rounds);

  /**
   * The shape of an attention.
   *
   * @param rows pictures or conditions at once
   * @param tokens queries
   * @param keyTokens keys; equal to the queries for self attention
   */
  @ValueType
  record Site(int rows, int tokens, int keyTokens, int heads, int headSize) {}

  /**
   * What was measured of one optimizer.
   *
   * @param seconds of the best run; NaN where it could not be run
   * @param difference max|a-b| / max|b| against the untouched graph; NaN where {@link #UNTOUCHED}
   *     is not among the optimizers, so that a process can weigh one of them alone
   * @param sites how many of the attentions it computed: {@code 14/14 sites}
   * @param reason why it could not be run, or computed none; empty otherwise
   */
  @ValueType
  record Trial(String optimizer, double seconds, double difference, String sites, String reason) {}

  /**
   * What was measured of one optimizer in a network, and what the network gave.
   *
   * @param output its first output; empty where it could not be run
   */
  @ValueType
  record NetworkTrial(Trial trial, Optional<Tensor> output) {}
}
