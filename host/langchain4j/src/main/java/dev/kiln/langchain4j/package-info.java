/** LangChain4j's image model by Kiln: {@link dev.kiln.langchain4j.KilnImageModel}. */
@NullMarked
package dev.kiln.langchain4j;

import org.jspecify.annotations.NullMarked;
