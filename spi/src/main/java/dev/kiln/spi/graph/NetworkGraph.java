package dev.kiln.spi.graph;

import dev.kiln.spi.ProvidedByHost;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A network that is being edited, before a session is made of it. Finders look at the graph as it
 * is when they are called, earlier edits included. For the thread that got it, until the call
 * returns that lent it.
 */
@ProvidedByHost
public interface NetworkGraph extends NetworkWeights {
  /**
   * Which of its {@link GraphPatch#variants} the patch that looks is making; empty in the whole
   * network and in variants that it does not make.
   */
  String variant();

  /** Writes operators; they are kept only where something reads them. */
  GraphEditor editor();

  /** Every attention, in the order in which they are computed. */
  List<AttentionSite> attention();

  /**
   * Write an attention like another, on other tokens: on tiles of a picture, say, or on fewer of
   * them. It is a site of its own, which optimizers find as they do the others.
   *
   * @param site whose heads and scale it has
   * @param query [batch, tokens, heads * headSize]
   * @param kv [batch, keyTokens, heads * headSize] each
   * @param bias broadcast to [batch, heads, tokens, keyTokens], or {@link Value#NONE}
   * @return [batch, tokens, heads * headSize], a width that optimizers know whatever the query was
   *     made of; let it take the place of {@code site.output()}
   */
  Value attend(AttentionSite site, Value query, KeyValue kv, Value bias);

  /**
   * Every convolution of float32 with weights of its own, in the order in which they are computed.
   * Heights and widths are known in a graph that is made for one shape.
   */
  List<ConvolutionSite> convolutions();

  /** The skip connections of a UNet; none in other networks. */
  List<SkipConnection> skips();

  List<FeedForward> feedForwards();

  /** Every layer norm that is one operator. */
  List<NormLayer> norms();

  /** Every group norm, whatever operators it is made of. */
  List<GroupNorm> groupNorms();

  /** Every activation that is made of an error function or of a sigmoid. */
  List<ActivationLayer> activations();

  /** Let everything that reads an attention's result read another value. */
  void replace(AttentionSite site, Value replacement);

  /** A layer's weights as a value to compute with, in the layer's own layout. */
  Value weights(LinearLayer layer);

  /**
   * Write a layer once more with other weights: the same strides, the same padding, without a bias.
   *
   * @param weights in the layer's own layout, perhaps with another number of outputs
   */
  Value product(LinearLayer layer, Value weights);

  /**
   * Let everything that reads one value read another, the network's own outputs included. What the
   * replacement is computed from keeps reading the old one.
   */
  void replace(Value old, Value replacement);

  /** The same for one reader: what a skip connection, say, reads, but nothing else. */
  void replaceIn(Value reader, Value old, Value replacement);

  /**
   * Declare an input of float32 that the network did not have. One that nothing reads in the end is
   * left out, and need not be fed.
   *
   * @param dims its sizes: numbers, or names of what is known only at the run; a name that another
   *     input uses means the same size
   * @throws IllegalArgumentException when there is one of that name
   */
  Value input(String name, String... dims);

  /** The network's inputs, in the order of the file. */
  List<Value> inputs();

  /**
   * The operator that makes a value; empty for inputs, parameters and constants, and for operators
   * that run a body of their own.
   */
  Optional<Operator> operator(Value value);

  /** The input of a name that the network has. */
  Value input(String name);

  /**
   * The sizes of a value as far as the file tells them: -1 for one that is known only at the run;
   * empty where not even their number is known.
   */
  List<Long> knownShape(Value value);

  /**
   * How often the picture was halved before a value that is computed from it; empty for others, and
   * for one that was resized to a size of its own. {@link NetworkShape#height} and {@link
   * NetworkShape#width} tell its size.
   */
  OptionalInt level(Value value);

  /**
   * Declare a value as an output, under a name that the network does not use. In a UNet its first
   * size is the rows, and {@link dev.kiln.spi.generate.DenoiseCall#output} reads it.
   */
  void output(String name, Value value);
}
