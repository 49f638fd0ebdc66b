/** The entities that Hibernate maps; fields are filled by Hibernate, so nullness is not checked here. */
package io.querytap.demo.model;
