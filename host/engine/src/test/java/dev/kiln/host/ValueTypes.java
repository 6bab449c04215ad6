package dev.kiln.host;

import com.sun.source.tree.AnnotatedTypeTree;
import com.sun.source.tree.ArrayTypeTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ParameterizedTypeTree;
import com.sun.source.tree.PrimitiveTypeTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Modifier;

/**
 * Which types of the source are values: numbers, texts, times, enums, tensors, pictures, paths,
 * JSON, classes, what a generic type leaves open, records of values, and collections of values.
 * Everything else does something: a collaborator.
 */
final class ValueTypes extends TreeScanner<Void, Void> {
  /** {@code Object} is a JSON value: nothing else is declared by it. */
  private static final Set<String> SIMPLE =
      Set.of(
          "String",
          "Duration",
          "Boolean",
          "Integer",
          "Long",
          "Double",
          "Object",
          "OptionalInt",
          "OptionalLong",
          "OptionalDouble",
          "Path",
          "Tensor",
          "Picture");

  private static final Set<String> COLLECTIONS =
      Set.of("List", "Set", "Map", "TreeMap", "Optional");

  private final Set<String> enums = new HashSet<>();
  private final Map<String, List<Tree>> records = new HashMap<>();

  /** The types of a record's components; none for another type. */
  static List<Tree> components(ClassTree type) {
    return type.getKind() != Tree.Kind.RECORD
        ? List.of()
        : type.getMembers().stream()
            .filter(VariableTree.class::isInstance)
            .map(VariableTree.class::cast)
            .filter(field -> !field.getModifiers().getFlags().contains(Modifier.STATIC))
            .map(VariableTree::getType)
            .toList();
  }

  @Override
  public Void visitClass(ClassTree type, Void nothing) {
    String name = type.getSimpleName().toString();
    if (type.getKind() == Tree.Kind.ENUM) {
      enums.add(name);
    } else if (type.getKind() == Tree.Kind.RECORD) {
      // Two records of one name are values when both are.
      records.computeIfAbsent(name, any -> new ArrayList<>()).addAll(components(type));
    }
    return super.visitClass(type, nothing);
  }

  boolean isValue(Tree type) {
    return isValue(type, Set.of());
  }

  /**
   * @param open records that are being looked at: one may hold others of its kind
   */
  private boolean isValue(Tree type, Set<String> open) {
    if (type instanceof PrimitiveTypeTree) {
      return true;
    } else if (type instanceof AnnotatedTypeTree annotated) {
      return isValue(annotated.getUnderlyingType(), open);
    } else if (type instanceof ArrayTypeTree array) {
      return isValue(array.getType(), open);
    } else if (type instanceof ParameterizedTypeTree generic) {
      String raw = generic.getType().toString();
      return raw.equals("Class")
          || COLLECTIONS.contains(raw)
              && generic.getTypeArguments().stream().allMatch(it -> isValue(it, open));
    }
    String name = type.toString().replaceFirst(".*\\.", "");
    return SIMPLE.contains(name)
        || name.matches("[A-Z]")
        || enums.contains(name)
        || open.contains(name)
        || records.containsKey(name) && areValues(name, open);
  }

  private boolean areValues(String name, Set<String> open) {
    Set<String> inside = new HashSet<>(open);
    inside.add(name);
    return records.get(name).stream().allMatch(it -> isValue(it, inside));
  }
}
