/** What Spring Boot configures for Kiln, from the properties {@code spring.ai.kiln.image.*}. */
@NullMarked
package dev.kiln.springai.autoconfigure;

import org.jspecify.annotations.NullMarked;
