// Sends the form with the ticket at once; its button is for browsers that do not run this.
document.forms[0].submit();
