package dev.kiln.spi.index;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/**
 * The beans of a jar, as far as a host needs no container for them: singletons that want nothing
 * but each other and services of the host, by their constructors. A jar that uses anything else of
 * CDI, anywhere, has none.
 */
final class BeanEntries {
  private static final String EXTENSION = "org.pf4j.Extension";
  private static final String SINGLETON = "jakarta.inject.Singleton";
  private static final String INJECT = "jakarta.inject.Inject";
  private static final String CDI = "jakarta.";
  private static final String SERVICES = "dev.kiln.spi.";

  private final Set<TypeElement> types = new HashSet<>();

  /** All classes of a round, those in them too. */
  void add(Set<? extends Element> roots) {
    for (TypeElement type : ElementFilter.typesIn(roots)) {
      types.add(type);
      add(Set.copyOf(type.getEnclosedElements()));
    }
  }

  /** Binary names, sorted; none where a container is needed. */
  List<String> singletons(Elements elements) {
    Set<TypeElement> beans =
        types.stream()
            .filter(type -> has(type, EXTENSION) || has(type, SINGLETON))
            .collect(Collectors.toSet());
    boolean simple =
        types.stream().allMatch(type -> isFreeOfCdi(type, beans.contains(type)))
            && beans.stream().allMatch(bean -> isMade(bean, beans));
    return simple
        ? beans.stream().map(bean -> elements.getBinaryName(bean).toString()).sorted().toList()
        : List.of();
  }

  /** But for what marks a bean and its constructor. */
  private static boolean isFreeOfCdi(TypeElement type, boolean bean) {
    boolean plain = cdi(type).allMatch(name -> bean && name.equals(SINGLETON));
    return plain && type.getEnclosedElements().stream().allMatch(it -> isPlain(it, bean));
  }

  private static boolean isPlain(Element member, boolean bean) {
    if (member instanceof TypeElement) {
      // Looked at by itself.
      return true;
    }
    boolean constructor = bean && member.getKind() == ElementKind.CONSTRUCTOR;
    if (!cdi(member).allMatch(name -> constructor && name.equals(INJECT))) {
      return false;
    }
    return !(member instanceof ExecutableElement method)
        || method.getParameters().stream().flatMap(BeanEntries::cdi).findAny().isEmpty();
  }

  /** Names of annotations that mean something to CDI, or that are made of such. */
  private static Stream<String> cdi(Element element) {
    return element.getAnnotationMirrors().stream()
        .map(annotation -> (TypeElement) annotation.getAnnotationType().asElement())
        .filter(
            type ->
                name(type).startsWith(CDI)
                    || type.getAnnotationMirrors().stream()
                        .anyMatch(it -> name(it).startsWith(CDI)))
        .map(BeanEntries::name);
  }

  /** By its one constructor, of services of the host and other beans. */
  private boolean isMade(TypeElement bean, Set<TypeElement> beans) {
    List<ExecutableElement> constructors = ElementFilter.constructorsIn(bean.getEnclosedElements());
    if (constructors.size() != 1
        || bean.getModifiers().contains(Modifier.ABSTRACT)
        || !bean.getTypeParameters().isEmpty()
        || !inherited(bean)) {
      return false;
    }
    List<? extends VariableElement> wanted = constructors.get(0).getParameters();
    return (wanted.isEmpty() || has(constructors.get(0), INJECT))
        && wanted.stream().allMatch(it -> isGiven(it.asType(), beans));
  }

  /** Whether all that it inherits was seen. */
  private boolean inherited(TypeElement bean) {
    TypeMirror parent = bean.getSuperclass();
    if (!(parent instanceof DeclaredType declared)) {
      return true;
    }
    TypeElement type = (TypeElement) declared.asElement();
    return name(type).equals("java.lang.Object") || types.contains(type) && inherited(type);
  }

  private static boolean isGiven(TypeMirror wanted, Set<TypeElement> beans) {
    if (wanted.getKind() != TypeKind.DECLARED) {
      return false;
    }
    DeclaredType declared = (DeclaredType) wanted;
    TypeElement type = (TypeElement) declared.asElement();
    boolean service = type.getKind() == ElementKind.INTERFACE && name(type).startsWith(SERVICES);
    return declared.getTypeArguments().isEmpty() && (service || beans.contains(type));
  }

  private static boolean has(Element element, String annotation) {
    return element.getAnnotationMirrors().stream().anyMatch(it -> name(it).equals(annotation));
  }

  private static String name(AnnotationMirror annotation) {
    return name((TypeElement) annotation.getAnnotationType().asElement());
  }

  private static String name(TypeElement type) {
    return type.getQualifiedName().toString();
  }
}
