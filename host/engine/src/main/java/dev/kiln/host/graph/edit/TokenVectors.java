package dev.kiln.host.graph.edit;

import dev.kiln.host.graph.Graph;
import dev.kiln.host.graph.GraphPort;
import dev.kiln.host.graph.Node;
import dev.kiln.host.graph.find.GraphIndex;
import dev.kiln.spi.graph.NetworkKind;
import dev.kiln.spi.graph.Value;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Lets a text encoder read vectors in the place of tokens. What its table of tokens gives is
 * replaced wherever {@link #MASK} is not 0; with a mask of zeros it computes what it did before. So
 * one session serves prompts with and without words of plugins.
 */
public final class TokenVectors {
  /** An input [1, tokens, width]: vectors, as the table has them for tokens. */
  public static final String VECTORS = "token_vectors";

  /** An input [1, tokens, 1]: 1 where a vector is read, 0 where the table is. */
  public static final String MASK = "token_vectors_mask";

  private static final String IDS = "input_ids";

  /** What exporters put between the input and the table. */
  private static final Set<String> MOVING =
      Set.of("Cast", "Identity", "Reshape", "Flatten", "Squeeze", "Unsqueeze");

  private TokenVectors() {}

  /** Add both inputs; a graph in which the table is not found stays as it is. */
  public static void addTo(Graph graph) {
    GraphEdit edit = new GraphEdit(graph, NetworkKind.TEXT_ENCODER, Optional.empty());
    Optional<Node> table =
        graph.nodes().stream().filter(node -> isTable(edit.index(), node)).findFirst();
    long width = table.map(node -> edit.index().width(node.output())).orElse(-1L);
    if (table.isPresent() && width > 0) {
      Value found = new Value(table.get().output());
      Value vectors = edit.input(VECTORS, "1", "vector_tokens", Long.toString(width));
      Value mask = edit.input(MASK, "1", "vector_tokens", "1");
      Value read = edit.editor().op("Greater", mask, edit.editor().constant(0.5f, mask));
      Value same = edit.editor().like(vectors, found);
      edit.replace(found, edit.editor().op("Where", read, same, found));
      edit.finish();
    }
  }

  private static boolean isTable(GraphIndex index, Node node) {
    return node.is("Gather")
        && node.whole("axis", 0) == 0
        && index.shapes().dim(node.input(0), 1) > 0
        && isIds(index, node.input(1));
  }

  private static boolean isIds(GraphIndex index, String value) {
    return value.equals(IDS)
        || index
            .maker(value)
            .filter(node -> MOVING.contains(node.operator()))
            .filter(node -> isIds(index, node.input(0)))
            .isPresent();
  }

  /** Whether a network has the inputs. */
  public static boolean isIn(List<String> inputs) {
    return inputs.contains(VECTORS);
  }

  /** Whether a graph has the inputs. */
  public static boolean isIn(Graph graph) {
    return isIn(graph.inputs().stream().map(GraphPort::name).toList());
  }
}
